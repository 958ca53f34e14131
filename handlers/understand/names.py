"""Where a text seems to name a person: a title with a name ("anh Hùng"), a full name ("Nguyễn Văn Ba"), initials
("N.V.A"). Places and institutions named after people are left alone. Only good enough to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from programme.vietnamese import fold

_words = re.compile(r"\w+").findall

_FAMILIES = frozenset(
    _words(
        """nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh mai trinh lam luong doan dao
        truong ha cao chu ta thach lo lu trieu ninh ban hua vuong mac khuc nong be vi hau cu giang"""
    )
)
_RARE_FAMILIES = frozenset(
    _words("""ha cao chu ta lo lu ban be vi hau cu giang mai lam dao do ho le ly truong doan duong ninh""")
)
_MIDDLES = frozenset(
    _words("""van thi duc minh quoc huu ngoc thanh xuan thu kim dinh cong quang trung anh hong viet the gia""")
)
_TITLES = frozenset(_words("""anh chi ong ba co chu bac em chau di cau mo be thay cu dc"""))
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
        """em chi anh ong ba co chu bac va hoac ay nay do kia toi minh ta hoi doan doi ban to khu thon xom dan ho cong
        an bo can vien hoc sinh phu nu gia dinh nhan lao dong cuu chien binh clb cai sau nghien chua da dang se duoc
        bi khong tham la o tai den di ve cung voi cho trong ngoai tren duoi mot hai vai nhieu cac nhung moi tat ca
        nhom uy ubnd mttq tnxh ctxh hiv aids tre tuoi lon nho gai trai noi re dau ruot lai ke nhiem pho truong giao
        y thu bao tieu duong tien chuc so phong trung tam vien giam hieu"""
    )
)
_PLACES = frozenset(
    _words(
        """phuong xa tinh huyen quan thi tran pho duong ngo ngach hem khu thon ban xom to truong thcs thpt thptdl mn
        mam non tieu hoc trung tam vien ubnd hdnd mttq nha hoi cho dinh chua den mieu tho cong ty tnhh cp benh tram
        cang ga ben cau dao vinh song suoi nui deo ho quang tuong dai lang bao tang thu rap khach san nghi hang cafe
        karaoke massage sieu doanh trai p x tt tp q h tx kp nvh doi clb diem mo hinh chi nhanh toa chung cu kdt cum
        kcn giai cup phong trao guong dang quy chien dich le ky niem don bien lop khoi thuoc dia sa van dong vuon
        hoa dien may homestay resort spa gara shop"""
    )
)
_FAMOUS = frozenset(
    re.split(
        r",\s+",
        """ho chi minh, tran phu, tran hung dao, le hong phong, le loi, le thanh tong, nguyen hue, ly thuong kiet,
        nguyen van cu, nguyen van thuoc, nguyen trai, nguyen du, ngo quyen, hoang van thu, hoang quoc viet, vo thi
        sau, vo nguyen giap, ton duc thang, nguyen binh khiem, le quy don, phan boi chau, phan chu trinh, phan dinh
        phung, ly tu trong, kim dong, le van tam, tran quoc toan, nguyen thi minh khai, tran quoc nghien, ly anh
        tong, tran nhan tong, dinh tien hoang, le lai, tran khanh du, vu van hieu, nguyen duc canh, ngo gia tu, ha
        huy tap, truong chinh, pham van dong, bac ho, ha long, ha tu, ha lam, ha khau, ha khanh, ha phong, ha trung,
        ha an, cao thang, cao xanh, dam ha, mao khe, ka long, hoang que, hoang tan, binh lieu, ba che, tuan chau,
        dai yen, duong huy, an sinh, co to, ha tinh, ha noi, ha nam, ha giang, cao bang, lam dong, lao cai, quang
        ninh, viet nam, trung quoc, lam nghiep, ly hon, le hoi, do son, vu oai, vo ngai, luong minh, luong mong, ban
        sen, dong trieu, duong hoa""",
    )
)
"""Names that streets, schools and wards bear."""
_TOKEN = re.compile(r"[^\W\d_]+\.?|\d+|[,;:.!?()\n\"“”/-]")
_INITIALS = re.compile(
    r"(?<![\w.])(?:[A-ZĐ]\.[ ]?){1,3}[A-ZĐ](?![\w])\.?|(?<![\w.])(?:[A-ZĐ][\w]*[ ]){1,2}[A-ZĐ]\.(?=\s|$|,)"
)


def find_names(text: str, known: frozenset[str] = frozenset()) -> Iterator[tuple[int, int]]:
    """Where suspected names stand, as (start, end). `known` holds folded names that are never a person's (units,
    places)."""
    cased = text != text.upper() and text != text.lower()
    tokens = [(m.start(), m.end(), m[0]) for m in _TOKEN.finditer(text)]
    folded = [fold(t[2]).rstrip(".") for t in tokens]
    i = 0
    while i < len(tokens):
        end = _titled(tokens, folded, i, cased) or _full(tokens, folded, i, cased, known)
        if end:
            yield tokens[i][0], tokens[end - 1][1]
        i = end or i + 1
    yield from _initials(text)


def _capital(word: str) -> bool:
    return word[:1].isupper() and not (len(word) > 1 and word.isupper())


def _titled(tokens: list[tuple[int, int, str]], folded: list[str], i: int, cased: bool) -> int | None:
    """ "anh Hùng", "chị Ng. Thị Lan", without capitals only a firm title with a usual given name: "anh hung"."""
    title = folded[i]
    if title not in _TITLES or i + 1 >= len(tokens) or _after_place(folded, i):
        return None
    word, key = tokens[i + 1][2], folded[i + 1]
    if not word[0].isalpha() or (key in _NOT_NAMES and not (cased and _capital(word) and key in ("ba", "chu", "an"))):
        return None
    typed = tokens[i][2].lower()
    if cased and _capital(word):
        if (
            typed
            in (
                "ba",
                "co",
                "di",
                "cu",
                "có",
                "đi",
                "chỉ",
                "của",
                "bạ",
                "cứ",
                "cho",
                "chú ý",
                "bà con",
                "cũ",
                "dì",
            )
            and key not in _GIVEN
            and key not in _FAMILIES
        ):
            return None
        end = i + 2
        while (
            end < len(tokens)
            and end < i + 5
            and _capital(tokens[end][2])
            and (folded[end] not in _PLACES or folded[end] == "thi")
        ):
            end += 1
        return end
    if not cased or word.islower():
        firm = title in _FIRM_TITLES and typed not in ("chỉ", "ảnh", "em", "ánh")
        follows = folded[i + 2] if i + 2 < len(folded) else ""
        if title == "em":
            firm = typed == "em" and key in _GIVEN and not cased
        if (
            firm
            and key in _GIVEN
            and len(key) > 2
            and key not in ("anh", "nam", "tam", "sau", "bay", "sang", "tin", "tai")
        ):
            return None if follows in _PLACES else i + 2
    return None


def _full(
    tokens: list[tuple[int, int, str]], folded: list[str], i: int, cased: bool, known: frozenset[str]
) -> int | None:
    """ "Nguyễn Văn Ba", "Trần Lan"; without capitals only with a usual middle name: "nguyen van ba"."""
    if folded[i] not in _FAMILIES or _after_place(folded, i):
        return None
    end = i + 1
    if cased and _capital(tokens[i][2]):
        while end < len(tokens) and end < i + 4 and _capital(tokens[end][2]) and folded[end].isalpha():
            end += 1
        count = end - i
        firm = count >= 3 or (count == 2 and folded[i] not in _RARE_FAMILIES and folded[i + 1] in _GIVEN)
    else:
        while end < len(tokens) and end < i + 4 and folded[end].isalpha():
            end += 1
        upper = tokens[i][2].isupper() and len(tokens[i][2]) > 1
        if cased and not upper and not tokens[i][2].islower():
            return None
        firm = (
            end - i >= 3 and folded[i + 1] in ("van", "thi") and folded[i] not in ("be", "vi", "ban", "ta", "cu", "hau")
        )
        end = min(end, i + 3)
        firm = firm and folded[end - 1] not in _PLACES
    phrase = " ".join(folded[i:end])
    if not firm or any(phrase.startswith(n) for n in _FAMOUS) or phrase in known:
        return None
    if any(n.startswith(phrase) or phrase.startswith(n) for n in known if len(n) > 4):
        return None
    return end


def _after_place(folded: list[str], i: int) -> bool:
    """Whether a place or an institution is what bears the name: "trường THCS Lê Hồng Phong", "đường Trần Phú"."""
    for back in range(i - 1, max(i - 3, -1), -1):
        if not folded[back].isalpha():
            return False
        if folded[back] in _PLACES:
            return True
    return False


def _initials(text: str) -> Iterator[tuple[int, int]]:
    for found in _INITIALS.finditer(text):
        before = fold(text[max(0, found.start() - 12) : found.start()]).split()
        dotted = found[0].replace(" ", "")
        if (before and before[-1] in _PLACES) or re.fullmatch(
            r"(?:T\.?P|U\.?B|H\.?I\.?V|T\.X|T\.T|P\.?X|H\.?Đ)\.?", dotted
        ):
            continue
        if dotted.count(".") >= 2 or (before and before[-1] in _TITLES):
            yield found.start(), found.end()
