"""Which characters bytes stand for: what their head says, what came with them, what they themselves show."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_HEAD = 4_096  # bytes in which a page declares its characters
_SAMPLE = 32_768  # bytes that a guess is made from
# What the names mean on the web, where the wider set is what was used.
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}
# What is guessed at: the sets that texts are written in, not the many that only look alike.
_WRITTEN = [
    *("utf_8", "cp1252", "cp1251", "koi8_r", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("cp874", "cp932", "euc_jp", "gb18030", "big5", "cp949"),
]
_NOT_OF_PAGES = {
    "idna",
    "punycode",
    "unicode_escape",
    "raw_unicode_escape",
    "utf-7",
    "undefined",
    "mbcs",
    "oem",
}


def text_of(body: bytes, declared: str | None = None) -> str:
    """The text that `body` stands for; `declared` is what came with it. Never raises.

    UTF-8 is believed before anything that is only said, as no other text looks like it by chance.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    try:
        return body.decode()
    except UnicodeDecodeError:
        pass
    name = known(declared) or known(_in_head(body)) or _guessed(body)
    return body.decode(name, "replace")


def known(name: str | None) -> str | None:
    """Python's codec for a name of the web, None when there is none for texts."""
    try:
        codec = codecs.lookup((name or "").strip().strip("\"'"))
        b"".decode(codec.name)
    except (LookupError, ValueError):
        return None
    return None if codec.name in _NOT_OF_PAGES else _MEANT.get(codec.name, codec.name)


def _in_head(body: bytes) -> str | None:
    found = _DECLARED.search(body[:_HEAD])
    return (found[1] or found[2]).decode("ascii") if found else None


def _guessed(body: bytes) -> str:
    """UTF-8 when that is nearly right, else what the letters look like."""
    rough = body[:_SAMPLE].decode("utf-8", "replace")
    if rough.count("\ufffd") * 50 <= len(rough):
        return "utf-8"
    from charset_normalizer import from_bytes  # late: hardly any text needs it

    best = from_bytes(body[:_SAMPLE], cp_isolation=_WRITTEN).best()
    return known(best.encoding) or "cp1252" if best else "cp1252"
