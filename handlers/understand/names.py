"""Where a text seems to name a person: a title with a name ("anh Hùng"), a full name ("Nguyễn Văn Ba"), initials
("N.V.A"). Places and institutions named after people are left alone. Only good enough to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from programme.language.vietnamese import fold, nfc

_words = re.compile(r"\w+").findall

_FAMILIES = frozenset(
    _words(
        """phung quach nghiem kieu ton luu diep mau nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo
        duong ly dinh mai trinh lam luong doan dao truong ha cao chu ta thach lo lu trieu ninh ban hua vuong mac
        khuc nong be vi hau cu giang"""
    )
)
_RARE_FAMILIES = frozenset(
    _words(
        """kieu ton luu diep mau ha cao chu ta lo lu ban be vi hau cu giang mai lam dao do ho le ly truong doan duong
        ninh"""
    )
)
_FLAT_TITLES = frozenset(_words("""anh chi ong ba co chu bac em chau di cau mo be thay cu dc"""))
_FIRM_TITLES = frozenset(["anh", "chi", "ong", "em", "chau"])
_GIVEN = frozenset(
    _words(
        """hung lan hoa tuan dung hai nam minh huong thuy linh hanh hong mai nga thao phuong trang quynh ngoc anh duc
        thang cuong manh quang son tung long kien trung hieu hoang khanh phuc dat tien thanh tam binh ha thu huyen
        nhung yen loan oanh van khoa nghia toan vinh phu thinh loc giang hien hang nguyet xuan hao ly nhi vy my chau
        an bao khoi nhan tri tin quan khai lam tai sang ba tu sau bay"""
    )
)
_NOT_NAMES = frozenset(
    _words(
        """em chi anh ong ba co chu bac va hoac ay nay do kia toi minh ta hoi doan doi ban to khu thon xom dan ho
        cong an bo can vien hoc sinh phu nu gia dinh nhan lao dong cuu chien binh clb cai sau nghien chua da dang
        se duoc bi khong tham la o tai den di ve cung voi cho trong ngoai tren duoi mot hai vai nhieu cac nhung
        moi tat ca nhom uy ubnd mttq tnxh ctxh hiv aids tre tuoi lon nho gai trai noi re dau ruot lai ke nhiem pho
        truong giao y thu bao tieu duong chuc so phong trung tam vien giam hieu"""
    )
)
_PLACES = frozenset(
    _words(
        """phường xã tỉnh huyện quận trấn phố đường ngõ ngách hẻm khu thôn bản xóm trường học viện chợ đình chùa đền
        miếu thờ ty trạm cảng ga bến cầu đảo vịnh suối núi đèo hồ quảng đài tàng rạp sạn nghỉ hàng quán trại chung
        thị lăng đồn đội điểm mỏ giải cúp gương vườn than dốc kênh hóa hoá máy trang lớp khối hội phà sở"""
    )
)
_SHORT_PLACES = frozenset(
    _words(
        """thcs thpt mn th ubnd hdnd mttq tnhh cp p x tt tp q h tx kp nvh clb cty kdt kcn karaoke cafe massage resort
        spa gara shop homestay bar"""
    )
)
_FLAT_PLACES = frozenset(
    _words("""phuong xa tinh huyen thi tran pho duong ngo khu thon xom truong vien doi ubnd hoc dinh mo""")
)
_FAMOUS = frozenset(
    re.findall(
        r"[a-z]+(?: [a-z]+)*",
        """an sinh; ba che; bac ho; ban sen; binh lieu; cao bang; cao thang; cao xanh; co to; dai yen; dam ha;
        dinh tien hoang; do son; dong trieu; duong hoa; duong huy; ha an; ha giang; ha huy tap; ha khanh; ha khau;
        ha lam; ha long; ha nam; ha noi; ha phong; ha tinh; ha trung; ha tu; ho chi minh; hoang que;
        hoang quoc viet; hoang tan; hoang van thu; ka long; kim dong; lam dong; lam nghiep; lao cai; le hoi;
        le hong phong; le lai; le loi; le quy don; le thanh tong; le van tam; luong minh; luong mong; ly anh tong;
        ly hon; ly thuong kiet; ly tu trong; mao khe; ngo gia tu; ngo quyen; nguyen binh khiem; nguyen du;
        nguyen duc canh; nguyen hue; nguyen thi minh khai; nguyen trai; nguyen van cu; nguyen van thuoc;
        pham van dong; phan boi chau; phan chu trinh; phan dinh phung; quang ninh; ton duc thang; tran hung dao;
        tran khanh du; tran nhan tong; tran phu; tran quoc nghien; tran quoc toan; trung quoc; truong chinh;
        tuan chau; viet nam; vo ngai; vo nguyen giap; vo thi sau; vu oai; vu van hieu""",
    )
)
"""Names that streets, schools and wards bear."""
_TITLES = frozenset(_words("anh chị ông bà cô chú bác em cháu cậu dì mợ thầy cụ"))
_WEAK_GIVEN = frozenset(_words("anh nam tam sau bay sang tin tai ba tu ly vy my ha an hai thu van thanh xuan dat binh"))
_OFFICES = frozenset(_words("cong chu bi hieu truong pho tong giam can doi hoi to phong hai bo giao bao"))
_OFFICE_ENDS = frozenset(_words("an tich thu truong pho bo vien nhiem phu doc quan doi dan chuc phong ve cao"))
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*\.?|\d+|[^\w\s]")
_INITIALS = re.compile(
    r"(?<![\w.])(?:[A-ZĐ]\.[ ]?){1,3}[A-ZĐ](?!\w)\.?|(?<!\w)[A-ZĐ]\w{1,7} (?:[A-ZĐ]\.[ ]?){1,3}(?:[A-ZĐ](?!\w))?"
)
_BODIES = re.compile(r"(?:T\.?P|U\.?B|H\.?I\.?V|T\.X|T\.T|P\.?X|H\.?Đ|Q\.N)\.?")


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    typed: str
    key: str
    place: bool

    @property
    def capital(self) -> bool:
        return self.typed[:1].isupper() and not (len(self.typed) > 1 and self.typed.isupper())


_BREAK = _Word(0, 0, "", "", False)


def find_names(text: str, known: frozenset[str] = frozenset()) -> Iterator[tuple[int, int]]:
    """Where suspected names stand, as (start, end). `known` holds folded names that are never a person's (units,
    places)."""
    cased = text != text.upper() and text != text.lower()
    marked = not text.replace("đ", "d").replace("Đ", "D").isascii()
    words: list[_Word] = []
    for token in _TOKEN.finditer(text):
        words.append(_word(token, marked, words[-1].key if words else ""))
    i = 0
    while i < len(words):
        end = _titled(words, i, cased, marked) or _full(words, i, cased, known)
        if end:
            yield words[i].start, words[end - 1].end
        i = end or i + 1
    yield from _initials(text)


def _word(found: re.Match[str], marked: bool, before: str) -> _Word:
    if not found[0][0].isalpha():
        return _BREAK
    typed = nfc(found[0]).rstrip(".")
    key = fold(typed)
    place = key in _SHORT_PLACES or (typed.lower() in _PLACES if marked else key in _FLAT_PLACES)
    if (before, key) in (("gia", "dinh"), ("ban", "hoc")):  # gia đình is no đình
        place = False
    return _Word(found.start(), found.end(), typed, key, place)


def _titled(words: list[_Word], i: int, cased: bool, marked: bool) -> int | None:
    """ "anh Hùng", "chị Nguyễn Thị Lan"; without capitals only a firm title with a usual given name: "anh hung"."""
    title = words[i]
    if title.key not in _FLAT_TITLES or i + 1 >= len(words) or (i and words[i - 1].place):
        return None
    if marked and title.typed.lower() not in _TITLES:
        return None
    name, after = words[i + 1], words[i + 2].key if i + 2 < len(words) else ""
    if not name.key.isalpha() or (
        name.key in _NOT_NAMES and not (name.capital and name.typed in ("Ba", "An", "Bảo", "Thu", "Bao"))
    ):
        return None
    if after in _OFFICE_ENDS and name.key in _OFFICES:
        return None
    if cased and name.capital:
        if not marked and title.key not in _FIRM_TITLES and name.key not in _GIVEN:
            return None
        end = i + 2
        while end < min(len(words), i + 5) and words[end].capital and not words[end].place:
            end += 1
        return end
    firm = title.key in _FIRM_TITLES and (title.key != "em" or not cased)
    hero = name.key == "hung" and (after in ("lao", "luc", "dan", "liet") or (i and words[i - 1].key in ("nam", "me")))
    if firm and not hero and name.key in _GIVEN - _WEAK_GIVEN and (not cased or name.typed.islower()):
        return i + 2
    return None


def _full(words: list[_Word], i: int, cased: bool, known: frozenset[str]) -> int | None:
    """ "Nguyễn Văn Ba", "Trần Lan"; without capitals only with a usual middle name: "nguyen van ba"."""
    first = words[i]
    if first.key not in _FAMILIES or (i and words[i - 1].place):
        return None
    capital = cased and first.capital
    if not capital and cased and not first.typed.islower() and not first.typed.isupper():
        return None
    end = i + 1
    while end < min(len(words), i + 4) and words[end].key.isalpha() and (words[end].capital or not capital):
        end += 1
    if capital:
        usual = end - i == 2 and first.key not in _RARE_FAMILIES and words[i + 1].key in _GIVEN
        if end - i < 3 and not usual:
            return None
    else:
        end = min(end, i + 3)
        if end - i < 3 or words[i + 1].key not in ("van", "thi") or first.key in _RARE_FAMILIES or words[end - 1].place:
            return None
    phrase = " ".join(w.key for w in words[i:end]) + " "
    if any(phrase.startswith(f"{n} ") for n in _FAMOUS | known) or any(n.startswith(phrase) for n in known):
        return None
    return end


def _initials(text: str) -> Iterator[tuple[int, int]]:
    """ "N.V.A", "Nguyễn V. A."; a single letter only after a title."""
    for found in _INITIALS.finditer(text):
        before = _words(fold(text[max(0, found.start() - 12) : found.start()]))
        last = before[-1] if before else ""
        dots = found[0].count(".")
        if last in _SHORT_PLACES | _FLAT_PLACES or _BODIES.fullmatch(found[0].replace(" ", "")):
            continue
        family = fold(found[0].split()[0]) in _FAMILIES
        if (dots >= 2 and "." in found[0].split()[0]) or family or last in _FLAT_TITLES:
            yield found.start(), found.end()
