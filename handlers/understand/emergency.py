"""Words of danger: a cry for help, a victim, a tip, a life at risk. The answer to them is a number to call, so they are
looked for before all else; the ordinary words of a report about such things are not danger."""

from __future__ import annotations

import re

from handlers.understand.signs import tells
from programme.language.vietnamese import fold, nfc

_SELF = r"(?<!tre )(?<!hoc )(?<!chi )(?<!con )\b(?:toi|em|chau|con|minh|tui|tao|chung (?:toi|em|con|chau|minh))\b"
_KIN = (
    r"(?:ban|con|vo|chong|me|bo|em|chi|anh|chau|em gai|em trai|chi gai|con gai|con trai|be) "
    r"(?:toi|em|minh|tui|chau|con)"
)
_SOMEONE = (
    rf"(?:{_SELF}|\b{_KIN}\b|\b(?:co (?:1 |mot |may |\d+ )?(?:nguoi|ban|em|be|chau|phu nu|co gai|tre)|mot nguoi|"
    r"nguoi nha|nguoi than|nan nhan|be gai|be trai|dua (?:be|tre)|tre em|chau be|em be|(?:con|thang) be|thai phu|"
    r"ba bau|cu gia|"
    r"ba cu|hang xom|chi ay|co ay|anh ay|no|"
    r"ong ay|ba ay|co gai|phu nu|vo chong|em hoc sinh)\b)"
)
_HARM = (
    r"(?:danh(?! gia)|nhot|giam|giu|bat(?! buoc)|ban(?! be| hang| ron| nen| viec| hop| hoc| lam| mai| tu)|lua|ep|cuong|"
    r"hiep|xam hai|bao hanh|hanh ha|truy sat|doa|de doa|dam|chem|bop co|tra tan|khong che|boc lot|dong vat|quay roi|"
    r"quay ray|du do ban|duoi nuoc|thuong nang|soc|ngat|co giat|dua sang|lam nhuc|chuoc|sam so|so soang|khoa|bo roi|"
    r"duoi|dap pha|"
    r"du (?:do )?(?:sang|qua|di|ban))"
)
_NOW = r"(?:(?:dang|vua|moi|sap|da|lai|hay|thuong xuyen|\w+ \w+ dang) )?"
_DRUG = r"(?:chat )?(?:ma tuy|heroin|he ro in|hang da|can sa|hang trang|thuoc lac|ke|bach phien|thuoc phien)"
_HOUSE = r"\b(?:nha|quan|phong|khach san|karaoke|dia chi|so nha|ngo|hem|ki ot|tiem|cho|bai|tai|trong)\b"

_CRIME = (
    rf"(?:chich|tiem chich|hut chich|choi da|dap da|(?:ban|buon|mua ban|giao|choi|dung|su dung|hut|"
    rf"hit) (?:le )?{_DRUG}|"
    r"cam dao|danh nhau|dam nhau|chem nhau|ban dam|mai dam|danh nguoi|lua (?:ban )?nguoi|bat nguoi|giu nguoi|guc|"
    r"bat dong|roi xuong (?:song|bien|ho|gieng))"
)

_CRIES = [
    rf"\bcuu (?:giup )?{_SELF}",
    r"\bcuu (?:voi|mang)\b|\bcuu (?:giup |khan |gap )?(?:voi|gap|em be|chau be)\b|^cuu$|^cuu cuu\b|^sos\b|\bhelp me\b",
    rf"\bgiup {_SELF} (?:voi(?! \w)|gap|dang|bi)\b|{_SELF} (?:can|xin) (?:giup|cuu) (?:gap|voi)",
    rf"(?:{_SELF}|\b{_KIN}) {_NOW}bi (?!mua ban)(?:\w+ ){{0,3}}?{_HARM}\b",
    r"\bkhong cho (?:toi|em|chau|con|minh|chung \w+) (?:\w+ )?(?:ra|ve|di|lien lac)\b",
    r"\b(?:ho chieu|giay to|dien thoai) (?:cua )?(?:toi|em|chau|con|minh|chung \w+) (?:da )?bi (?:\w+ )?(?:giu|"
    r"tich thu|thu)\b",
    rf"{_SELF} (?:\w+ )?(?:muon|dinh|se|sap|chi muon) (?:\w+ )?(?:chet|tu tu|tu sat|tu van|nhay|ket lieu)\b",
    rf"{_SELF} (?:\w+ )?(?:khong (?:con )?(?:muon|thiet) song|chan song|song khong noi|het duong song)\b",
    r"^(?:muon chet|khong muon song|chan song|muon tu tu|toi chet day)\b",
    rf"{_SELF} (?:dang )?(?:gap )?nguy hiem\b",
    rf"(?:{_SELF} |^)(?:muon|can|xin|xin duoc|se) (?:to giac|to cao|bao tin|trinh bao|bao cong an|bao an)\b",
    r"\b(?:chong|vo|bo|me|duong|no|ho|han|ban trai|nguoi yeu|ong ta|chu) (?:\w+ ){0,2}?"
    r"(?:danh|nhot|giam|hiep|chem|doa giet|xam hai) (?:dap )?(?:toi|em|chau|con|minh|me|vo|chung toi)\b",
    r"\b(?:danh|dam|chem|hanh ha|hiep dam|duoi danh|doa giet|doi giet|giet) (?:dap )?(?:toi|chau|minh|chung toi|"
    r"ca nha)\b",
    r"\bnha (?:toi|em|minh|chau) (?:dang |bi )(?:chay|danh)\b",
]
"""Said by the one in danger or beside them: danger whatever else is said."""

_EVENTS = [
    rf"{_SOMEONE} (?:\w+ ){{0,4}}?bi (?!mua ban)(?:\w+ ){{0,2}}?{_HARM}\b",
    r"\bbi (?:bo|cha|me|chong|vo|duong|nguoi \w+|ban trai|nguoi yeu|no|ho|chu|bon no|ong \w+) (?:\w+ ){0,2}?"
    rf"{_HARM}\b",
    rf"\bdang bi {_HARM}\b",
    r"\bbi (?:nhot|giam long|giam giu|bat coc|bat nhot|lua ban|lua sang|ban sang|ban qua|dua sang|hiep dam|"
    r"cuong hiep)\b",
    r"\bdang (?:danh|hanh ha|chem) (?:dap )?(?:vo|con|me|nguoi|nhau|tre|be|toi|em)\b|\bbi (?:cuong buc|cuong ep|"
    r"duoi nuoc)\b",
    r"\b(?:muon chet|muon tu tu|dinh tu tu|doa tu tu|tu tu|tu sat|"
    r"treo co(?! (?:dang|to quoc|do|mung|tuan|phuon|hoi|bang)\b)|"
    r"nhay cau|nhay lau|cat tay tu|"
    r"uong thuoc sau)\b",
    r"\b(?:soc|qua lieu|phe|ngao) (?:thuoc|ma tuy|heroin|hang|da)\b|\bqua lieu\b|\bngao da\b",
    r"\b(?:sam so|so soang|xam hai|danh dap) (?:\w+ )?(?:toi|em|chau|con|me|vo)\b|\bbat (?:em|toi|chau|"
    r"con) (?:lam gai|di|ve)\b",
    r"\b(?:du|lua|dua) (?:\w+ ){0,2}?sang (?:trung quoc|campuchia|cam pu chia|lao|myanmar|mien dien|bien gioi)\b",
    r"\btien chuoc\b|\bbo nha di\b|\bbi (?:\w+ ){1,5}de doa\b",
    r"\bbat coc\b|\bkeu cuu\b|\bcau cuu\b",
    r"\b(?:xam hai|hiep dam|bao hanh|dam o|danh dap) (?:tinh duc )?(?:tre|be|chau|con|em|nguoi|vo|me|phu nu)\b",
    rf"\b(?:co|may|bon|nhom|dam|thay) (?:\w+ )?(?:nguoi|thanh nien|doi tuong|dua|ke|ong|ba|anh|"
    rf"thang)? ?(?:\w+ ){{0,3}}?"
    rf"{_CRIME}\b",
    rf"\b(?:tu diem|o|diem|o nhom) (?:ban |mua ban |choi |chich |hut )?(?:{_DRUG}|mai dam)\b",
    r"\bdang (?:chich|tiem chich|hut chich|choi da|cam dao|danh nhau|chem nhau|dot nha|pha cua|doa (?:giet|danh|"
    r"chem))\b",
    rf"{_HOUSE}.{{0,60}}\b(?:ban|buon|tang tru|mua ban|to chuc su dung|choi) (?:le )?(?:trai phep )?{_DRUG}\b",
    rf"{_HOUSE}.{{0,60}}\b(?:chua mai dam|chua gai|ban dam|moi gioi mai dam|giu nguoi|nhot nguoi|giam nguoi|mua dam)\b",
    r"(?<!tin )(?<!don )(?<!thu )(?<!hop )\bto (?:giac|cao (?:nha|ong|ba|doi tuong|quan|nguoi|hanh vi))\b",
    r"\b(?:goi|bao) (?:cong an|canh sat|113|115|114) (?:\w+ )?(?:gap|ngay|voi|den|giup)\b",
    r"\b(?:goi|can|xe) cap cuu\b|^cap cuu\b|^khan cap\b|\bnguy kich\b|"
    r"\bnguy hiem (?:den )?tinh mang\b",
    r"\b(?:bat tinh|ngung tho|khong tho duoc|tim tai|co giat|hon me|sui bot mep|chay nhieu mau)\b",
    r"\b(?:doa giet|giet nguoi|chem nguoi|dam nguoi|no giet|(?:se|doi|dinh) giet)\b|(?<!bai )\bchay nha\b(?! van)",
    r"\b(?:con|chau|em|vo|ban|be) (?:gai |trai |toi |em |minh ){0,2}(?:bi |da )?(?:mat tich|mat lien lac)\b",
]
"""Told of others: danger, unless in the words of work done or planned."""

_WORK = re.compile(
    r"\b(?:tuyen truyen|truyen thong|tap huan|phong,? ?chong|phong ngua|pc ?(?:ma tuy|mai dam|mbn|hiv|aids|tnxh|mt|md)|"
    r"bang ron|khau hieu|pa ?no|ap phich|to roi|to gap|tu van|ho tro (?:nan nhan|nguoi|tre|phu nu|hoi nhap|\d)|"
    r"tiep nhan|"
    r"(?:da |ket qua )?xu ly (?:\d|tin|vu|don|to giac)|buoi (?!sang|trua|chieu|toi|dem|nay)|\d+ cuoc|hoi nghi|toa dam|"
    r"noi chuyen|mit tinh|ngoai khoa|sinh hoat|chuyen de|ke hoach|luot|chien dich|ra quan|thang hanh dong|"
    r"ngay toan dan|"
    r"cong tac|chuong trinh|van dong|ky nang|kien thuc|phat thanh|tin bai|bai viet|giao luu|hoi thi|tieu pham|phong su|"
    r"chu de|noi dung|dien tap|cam ket|tai hoa nhap|so lieu|thong ke|hom thu|duong day nong|luat|bien phap|"
    r"(?:kiem tra|ra soat) (?:\d|lien nganh|cac|co so|dia ban)|lien nganh|nguy co|tiep can|trang bi|cach nhan biet|"
    r"xu tri|"
    r"mo hinh|huong dan|phong tranh|gap mat|hoi thi|cuoc thi|thi ve|ve tranh|san khau hoa|dien kich|"
    r"cach (?:phong|xu ly|nhan)|"
    r"clb|cau lac bo|tong so|trong (?:thang|ky|quy|nam)|hau qua|tac hai|thong diep|cong trinh|giao duc|tro ve|"
    r"tham (?:gia dinh|hoi|tang))\b|"
    r"^(?:bc|sua|"
    r"huy) "
)
_COUNTED = re.compile(r"\b\d+ (?:luot|vu|tin|truong hop|ca|buoi|cuoc|don|bai|to|nan nhan)\b|: ?\d+\b|\btin to giac\b")
_ASKED = re.compile(
    r"\b(?:de nghi|nho|xin|mong|yeu cau|goi) (?:\w+ ){0,3}?(?:cong an|kiem tra|xu ly|cuu|giup|den|can thiep)\b|"
    r"\bgap(?: voi| nhe| a)?$"
    r"|\bngay bay gio\b|\bnhanh len\b"
)
_LIKENESS = {"bận": "ban ron", "cờ": "la co", "từ": "ke tu"}
"""Words whose marks say that they are not what they look like without them: bán (sold), cổ (neck), tử (death)."""
_ALIKE = re.compile(rf"\b(?:{'|'.join(_LIKENESS)})\b", re.IGNORECASE)
_LONGEST = 10_000

_CRY = re.compile("|".join(_CRIES))
_EVENT = re.compile("|".join(_EVENTS))


def is_danger(text: str) -> bool:
    """Whether `text` tells of someone in danger, of a victim, or of a crime, rather than reporting work about them."""
    for sentence in re.split(r"[.!?;\n]+(?!\d)", text[:_LONGEST]):
        meant = _ALIKE.sub(lambda found: _LIKENESS[found[0].lower()], nfc(sentence))
        said = " ".join(re.sub(r"[^\w\s,:]|_", " ", fold(meant)).split())
        if _CRY.search(said):
            return True
        if (_EVENT.search(said) or tells(sentence)) and (
            _ASKED.search(said) or not (_WORK.search(said) or _COUNTED.search(said))
        ):
            return True
    return False
