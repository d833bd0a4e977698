"""Which encoding a CSV file is in: certain, or the candidates between which its owner must choose."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

SAMPLE = 256 * 1024
BLOCK = 1024 * 1024
CANDIDATES = ("gb18030", "big5", "cp1252")
ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "gb18030": "GBK / GB18030 简体中文",
    "big5": "Big5 繁體中文",
    "cp1252": "Windows-1252 (Western Europe)",
    "shift_jis": "Shift JIS 日本語",
}
#: How much likelier one candidate must be than the next to be taken without a question.
CLEAR = 0.25

#: The characters that fill most of a Chinese text, in both scripts.
FREQUENT = set(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日"
    "军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相"
    "见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名"
    "真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市"
    "直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路"
    "记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运这個們來為國說時會對發後"
    "現當沒動還進開從實軍長機關點業將兩間問應戰頭體見產報結條變總電數務場計區隊決馬書聽達強難權設記類據規張"
    "該單項責險議頁選擇員組織辦錄门店系统项目风险负责部门会议供应商門店系統專案風險負責部門會議供應商"
)
PUNCTUATION = set("，。、；：？！（）《》“”「」％")
RUN = re.compile(r"[^\x00-\x7f]+")
#: What stands beyond ASCII in Western European texts.
WESTERN = set("£€–—‘’“”•…·°§½²ºª«»¿¡ éèêëàâáäåãæçìíîïñòóôõöøœùúûüýÿßÉÈÀÂÁÄÅÆÇÍÎÑÓÔÖØŒÚÜ")


@dataclass(frozen=True)
class Guess:
    """`candidates`: the likeliest first, more than one where the reader must choose.

    `previews`: encoding → the first telling lines as they would read in it.
    """

    candidates: tuple[str, ...]
    previews: dict[str, str]

    @property
    def is_certain(self) -> bool:
        return len(self.candidates) == 1


def guess_encoding(path: Path) -> Guess:
    """UTF-8 and byte order marks are certain; others are weighed by how much they read like what people write."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    certain = _certain(sample, path)
    if certain:
        return Guess((certain,), {certain: preview(sample, certain)})
    possible = [name for name in CANDIDATES if decodes(path, name)] or ["cp1252"]
    ranked = sorted(possible, key=lambda name: -plausibility(sample, name))
    if len(ranked) > 1 and plausibility(sample, ranked[0]) - plausibility(sample, ranked[1]) > CLEAR:
        ranked = ranked[:1]
    return Guess(tuple(ranked), {name: preview(sample, name) for name in ranked})


def _certain(sample: bytes, path: Path) -> str | None:
    start, likely = sample[:2000], "utf-8"
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        likely = "utf-16"
    elif start.count(0) > len(start) // 4:
        likely = "utf-16-le" if start[1::2].count(0) > start[0::2].count(0) else "utf-16-be"
    return likely if decodes(path, likely) else None


def decodes(path: Path, encoding: str) -> bool:
    """Can the whole file be read so? Block by block: a large file is not held in memory."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def preview(sample: bytes, encoding: str) -> str:
    """The first lines that are more than plain ASCII, which is where encodings differ."""
    lines = sample.decode(encoding, "replace").lstrip("\ufeff").splitlines()
    telling = [line for line in lines if not line.isascii()] or lines
    return "\n".join(line[:160] for line in telling[:4])


def plausibility(sample: bytes, encoding: str) -> float:
    """How much a text looks like what people write, between 0 and 1."""
    runs = RUN.findall(sample.decode(encoding, "ignore"))
    if not runs:
        return 1.0
    weigh = _western if encoding == "cp1252" else _chinese
    return sum(map(weigh, runs)) / sum(map(len, runs))


def _western(run: str) -> float:
    """Letters with an accent stand alone among plain ones; a row of them is another encoding read wrongly."""
    is_row = sum(sign.isalpha() for sign in run) > 2
    return 0.0 if is_row else float(sum(sign in WESTERN for sign in run))


def _chinese(run: str) -> float:
    return sum(
        1.0 if sign in FREQUENT or sign in PUNCTUATION else 0.35 if "\u4e00" <= sign <= "\u9fff" else 0.0
        for sign in run
    )
