"""Vijandige en vreemde bestanden: geweigerd met wat je moet doen, of helemaal gelezen (snel-en-veilig §8 D4)."""

import io
import random
import resource
import struct
import time
import zipfile
from datetime import date, datetime

import pytest

from kern.imports.readers import MAX_BYTES, Geweigerd, lees_bestand
from tests.kern.import_bestanden import blad_xml, csvbestand, met_blad, met_deel, tekstcel, xlsx

KOP = ("achternaam", "geboortedatum")
RIJ = ("Jansen", "12-05-1984")
GOED = xlsx(KOP, RIJ)


def _lees(naam, inhoud):
    tabel = lees_bestand(naam, inhoud)
    return tabel, list(tabel.rijen)


def _met_wachtwoord() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 500
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 500
    )


def _liegende_zip() -> bytes:
    """The directory says 100 bytes; the part holds 30 MB."""
    werkmap = bytearray(met_deel(GOED, "xl/worksheets/sheet1.xml", b" " * 30_000_000))
    for merk, plaats in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        begin = 0
        while (begin := werkmap.find(merk, begin)) >= 0:
            if struct.unpack_from("<I", werkmap, begin + plaats)[0] == 30_000_000:
                struct.pack_into("<I", werkmap, begin + plaats, 100)
            begin += 4
    return bytes(werkmap)


def _bom() -> bytes:
    return met_deel(GOED, "xl/worksheets/sheet1.xml", b"0" * 60_000_000)


def _veel_delen() -> bytes:
    uit = io.BytesIO(GOED)
    with zipfile.ZipFile(uit, "a") as doel:
        for nummer in range(400):
            doel.writestr(f"xl/media/{nummer}.bin", b"x")
    return uit.getvalue()


def _dubbel_deel() -> bytes:
    uit = io.BytesIO(GOED)
    with zipfile.ZipFile(uit, "a") as doel, pytest.warns(UserWarning, match="Duplicate name"):
        doel.writestr("xl/workbook.xml", b"<workbook/>")
    return uit.getvalue()


def _wachtwoordvlag() -> bytes:
    werkmap = bytearray(GOED)
    for merk, plaats in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        begin = werkmap.find(merk)
        werkmap[begin + plaats] |= 1
    return bytes(werkmap)


LACHEN = (
    '<!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)
XXE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
RIJEN = "<sheetData><row>" + tekstcel("A1", "achternaam") + "</row></sheetData>"
LANG = random.Random(1).randbytes(MAX_BYTES - 1000)

VIJANDIG = {
    "leeg": ("a.xlsx", lambda: b"", "is leeg"),
    "alleen wit": ("a.csv", lambda: b" \n\r\n\t", "is leeg"),
    "alleen nullen": ("a.csv", lambda: b"\0" * 5000, "is leeg"),
    "te groot": ("a.csv", lambda: b"a;b\n" * 3_000_000, "mag 10 MB"),
    "10 MB rommel als xlsx": ("a.xlsx", lambda: b"x" + LANG, "geen .xlsx"),
    "10 MB rommel als csv": ("a.csv", lambda: b"x" + LANG, "geen lijst"),
    "exe als xlsx": ("a.xlsx", lambda: b"MZ\x90\0" + b"\0" * 500, "een programma"),
    "exe als csv": ("a.csv", lambda: b"MZ\x90\0" + b"\0" * 500, "een programma"),
    "elf": ("a.csv", lambda: b"\x7fELF" + b"\0" * 500, "een programma"),
    "pdf": ("a.xlsx", lambda: b"%PDF-1.7 ...", "een pdf"),
    "afbeelding": ("a.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "afbeelding"),
    "gzip": ("a.csv", lambda: b"\x1f\x8b\x08" + b"\0" * 50, "gzip"),
    "oud xls": ("a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "oud Excel-bestand"),
    "wachtwoord": ("a.xlsx", _met_wachtwoord, "wachtwoord"),
    "wachtwoord op de zip": ("a.xlsx", _wachtwoordvlag, "wachtwoord"),
    "geen zip": ("a.xlsx", lambda: b"achternaam;geboortedatum\n", "geen .xlsx"),
    "zip zonder werkmap": ("a.xlsx", lambda: met_zip({"a.txt": b"hoi"}), "geen Excel-werkmap"),
    "csv is een zip": ("a.csv", lambda: GOED, "Noem het .xlsx"),
    "afgebroken xlsx": ("a.xlsx", lambda: GOED[: len(GOED) // 2], "beschadigd of afgebroken"),
    "afgebroken staart": ("a.xlsx", lambda: GOED[:-10], "beschadigd of afgebroken"),
    "zipbom": ("a.xlsx", _bom, "te groot"),
    "liegende zip": ("a.xlsx", _liegende_zip, "beschadigd"),
    "veel delen": ("a.xlsx", _veel_delen, "te groot"),
    "dubbel deel": ("a.xlsx", _dubbel_deel, "te groot"),
    "vreemd ingepakt": (
        "a.xlsx",
        lambda: met_deel(GOED, "x.bin", b"x", zipfile.ZIP_BZIP2),
        "anders ingepakt",
    ),
    "billion laughs": ("a.xlsx", lambda: met_blad(RIJEN, LACHEN), "verwijzingen"),
    "externe entiteit": ("a.xlsx", lambda: met_blad(RIJEN, XXE), "verwijzingen"),
    "entiteit in de werkmap": (
        "a.xlsx",
        lambda: met_deel(GOED, "xl/workbook.xml", XXE.encode()),
        "verwijzingen",
    ),
    "utf-16-blad": (
        "a.xlsx",
        lambda: met_deel(GOED, "xl/worksheets/sheet1.xml", blad_xml(RIJEN).decode().encode("utf-16")),
        "codering",
    ),
    "kapotte xml": ("a.xlsx", lambda: met_blad("<sheetData><row><c r='A1'"), ""),
    "werkmap is rommel": ("a.xlsx", lambda: met_deel(GOED, "xl/workbook.xml", b"<a><b>"), "beschadigd"),
    "werkmap zonder blad": (
        "a.xlsx",
        lambda: met_deel(GOED, "xl/workbook.xml", b"<workbook/>"),
        "geen werkblad",
    ),
    "laatste kolom": ("a.xlsx", lambda: xlsx(KOP, RIJ, bewerk=lambda b: b.cell(2, 16384, "x")), "kolommen"),
    "laatste rij": (
        "a.xlsx",
        lambda: xlsx(KOP, RIJ, bewerk=lambda b: b.cell(1048576, 1, "x")),
        "100.000 rijen",
    ),
    "hoek van het blad": (
        "a.xlsx",
        lambda: xlsx(KOP, bewerk=lambda b: b.cell(1048576, 16384, "x")),
        "kolommen",
    ),
    "kolom voorbij het blad": (
        "a.xlsx",
        lambda: met_blad(f"<sheetData><row>{tekstcel('ZZZZZ1', 'a')}</row></sheetData>"),
        "kolommen",
    ),
    "miljoen kolommen": ("a.csv", lambda: b"a" + b";a" * 1_000_000, "kolommen"),
    "te veel rijen": ("a.csv", lambda: b"naam;b\n" + b"x;1\n" * 100_001, "100.000 rijen"),
    "samengevoegd": ("a.xlsx", lambda: xlsx(KOP, RIJ, RIJ, bewerk=lambda b: b.merge_cells("A2:A3")), "A2:A3"),
    "formule zonder uitkomst": (
        "a.xlsx",
        lambda: xlsx(KOP, ("Jansen", "=TODAY()")),
        "cel B2 staat een formule",
    ),
    "geen kop": ("a.csv", lambda: csvbestand(("999990019", "12-05-1984"), RIJ), "kolomnamen"),
    "kop met datum": ("a.xlsx", lambda: xlsx(("Jansen", date(1984, 5, 12)), RIJ), "kolomnamen"),
    "kop dubbel": ("a.csv", lambda: csvbestand(("naam", "Naam"), RIJ), "meer dan één keer"),
    "NUL in csv": ("a.csv", lambda: b"naam;dag\nJan\0sen;1\n", "geen lijst"),
    "stuurteken in csv": ("a.csv", lambda: b"naam;dag\nJan\x07sen;1\n", "rij 2"),
    "aanhalingsteken open": ("a.csv", lambda: b'naam;dag\n"Jansen;1\nb;2\n', "aanhalingsteken"),
    "afgebroken csv": ("a.csv", lambda: b"naam;dag;uur\nJansen;1;2\nPiet", "afgebroken"),
    "reuzencel": ("a.csv", lambda: b"naam;dag\n" + b"x" * 200_000 + b";1\n", "100.000 tekens"),
    "webpagina": ("a.xls", lambda: b"<html><table><tr><td>naam</td></tr></table></html>", "webpagina"),
    "xml": ("a.csv", lambda: b'<?xml version="1.0"?><a/>', "webpagina of XML"),
    "onleesbare letters": ("a.csv", lambda: b"naam;dag\n\x81\x8d;1\n", "letters"),
    "utf-16 half": ("a.csv", lambda: "naam;dag\n".encode("utf-16") + b"\xd8", "beschadigd"),
}


def met_zip(delen: dict[str, bytes]) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w") as doel:
        for naam, inhoud in delen.items():
            doel.writestr(naam, inhoud)
    return uit.getvalue()


@pytest.mark.parametrize("geval", VIJANDIG)
def test_een_vijandig_bestand_wordt_snel_geweigerd_met_wat_je_moet_doen(geval):
    naam, maak, verwacht = VIJANDIG[geval]
    inhoud = maak()
    voor, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()

    with pytest.raises(Geweigerd) as fout:
        _lees(naam, inhoud)

    assert verwacht in str(fout.value)
    assert str(fout.value).endswith((".", "?"))
    assert time.process_time() - begin < 5
    # The maximum of the whole process: other tests may have used more, this one may not add 200 MiB.
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - voor) / 1024 < 200


def test_er_zijn_minstens_veertig_vijandige_gevallen():
    assert len(VIJANDIG) >= 40


GEWOON = {
    "utf-8": (csvbestand(KOP, ("Özdemir", "1")), []),
    "utf-8 met BOM": (csvbestand(KOP, ("Özdemir", "1"), codering="utf-8-sig"), []),
    "windows-1252": (csvbestand(KOP, ("Özdemir", "1"), codering="cp1252"), ["Windows-1252"]),
    "utf-16": (csvbestand(KOP, ("Özdemir", "1"), codering="utf-16"), ["UTF-16"]),
    "komma": (csvbestand(KOP, ("Özdemir", "1"), scheiding=","), []),
    "tab": (csvbestand(KOP, ("Özdemir", "1"), scheiding="\t"), []),
    "sep-regel van Excel": (b"sep=;\r\n" + csvbestand(KOP, ("Özdemir", "1")), []),
}


@pytest.mark.parametrize("geval", GEWOON)
def test_een_csv_wordt_gelezen_zoals_hij_is_opgeslagen(geval):
    inhoud, meldingen = GEWOON[geval]

    tabel, rijen = _lees("a.csv", inhoud)

    assert tabel.kop == list(KOP)
    assert [cellen for _, cellen in rijen] == [["Özdemir", "1"]]
    assert len(tabel.meldingen) == len(meldingen)
    assert all(deel in tekst for deel, tekst in zip(meldingen, tabel.meldingen, strict=True))


def test_een_scheidingsteken_tussen_aanhalingstekens_hoort_bij_de_cel():
    tabel, rijen = _lees("a.csv", b'naam,"soort, branche"\n"Jansen; BV, Rijssen",x\n')

    assert tabel.kop == ["naam", "soort, branche"]
    assert rijen == [(2, ["Jansen; BV, Rijssen", "x"])]


def test_excel_geeft_datums_getallen_en_rijnummers_van_het_blad():
    inhoud = xlsx(("naam", "dag", "bsn"), ("A", datetime(2019, 9, 30), 12345678), ("", "", ""), ("B", "", ""))

    _, rijen = _lees("a.xlsx", inhoud)

    assert rijen == [(2, ["A", date(2019, 9, 30), 12345678.0]), (4, ["B", "", ""])]


def test_van_een_formule_met_uitkomst_telt_de_uitkomst():
    inhoud = met_blad(
        f"<sheetData><row>{tekstcel('A1', 'naam')}{tekstcel('B1', 'uren')}</row>"
        f'<row>{tekstcel("A2", "Jansen")}<c r="B2"><f>18*2</f><v>36</v></c></row></sheetData>'
    )

    tabel, rijen = _lees("a.xlsx", inhoud)

    assert rijen == [(2, ["Jansen", 36.0])]
    assert tabel.meldingen == ["In 1 cellen staat een formule. De uitkomst daarvan is gelezen."]


def test_alleen_het_eerste_blad_telt_en_dat_wordt_gezegd():
    tabel, rijen = _lees("a.xlsx", xlsx(KOP, RIJ, bewerk=lambda blad: blad.parent.create_sheet("Uitleg")))

    assert len(rijen) == 1
    assert tabel.meldingen == ["Alleen het eerste blad, 'Sheet', is gelezen."]


def test_opmaak_van_lege_cellen_tot_onderaan_het_blad_is_geen_rij():
    inhoud = met_blad(
        f"<sheetData><row>{tekstcel('A1', 'naam')}</row><row>{tekstcel('A2', 'Jansen')}</row>"
        '<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>'
    )

    assert _lees("a.xlsx", inhoud)[1] == [(2, ["Jansen"])]


def test_lege_kolommen_links_en_lege_rijen_boven_de_kop_mogen():
    inhoud = xlsx((), (None, "naam", "dag"), (None, "Jansen", "1"))

    tabel, rijen = _lees("a.xlsx", inhoud)

    assert (tabel.kop, rijen) == (["naam", "dag"], [(3, ["Jansen", "1"])])


@pytest.mark.parametrize("zaad", range(40))
def test_een_beschadigd_bestand_geeft_nooit_iets_anders_dan_een_weigering(zaad):
    r = random.Random(zaad)
    bron = GOED if zaad % 2 else csvbestand(KOP, RIJ, ("Özdemir", "1-1-1990"))
    kapot = bytearray(bron)
    for _ in range(r.randint(1, 12)):
        kapot[r.randrange(len(kapot))] = r.randrange(256)
    if r.random() < 0.4:
        kapot = kapot[: r.randrange(1, len(kapot))]

    try:
        _lees("a.xlsx" if zaad % 2 else "a.csv", bytes(kapot))
    except Geweigerd as fout:
        assert str(fout)
