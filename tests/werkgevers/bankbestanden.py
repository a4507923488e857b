"""Bank files as the banks make them, written by hand for the tests: fictitious accounts with right check digits."""

EIGEN = "NL91ABNA0417164300"
KLANT = "NL20INGB0001234567"
ANDER = "NL44RABO0123456789"


def camt(
    regels: str,
    *,
    versie: str = "02",
    begin: str = "1000.00",
    eind: str = "1000.00",
    kenmerk: str = "AFS-1",
    dag: str = "2026-11-20",
    rekening: str = EIGEN,
) -> bytes:
    return camt_bestand(
        camt_afschrift(regels, begin=begin, eind=eind, kenmerk=kenmerk, dag=dag, rekening=rekening),
        versie=versie,
    )


def camt_bestand(*afschriften: str, versie: str = "02") -> bytes:
    ruimte = f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{versie}"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{ruimte}"><BkToCstmrStmt>'
        "<GrpHdr><MsgId>B1</MsgId><CreDtTm>2026-11-20T20:00:00</CreDtTm></GrpHdr>"
        f"{''.join(afschriften)}</BkToCstmrStmt></Document>"
    ).encode()


def camt_afschrift(regels: str, *, begin, eind, kenmerk="AFS-1", dag="2026-11-20", rekening=EIGEN) -> str:
    return (
        f"<Stmt><Id>{kenmerk}</Id><CreDtTm>{dag}T20:00:00</CreDtTm>"
        f"<Acct><Id><IBAN>{rekening}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        f"{_saldo('OPBD', begin, dag)}{_saldo('CLBD', eind, dag)}{regels}</Stmt>"
    )


def _saldo(code: str, bedrag: str, dag: str) -> str:
    kant = "DBIT" if bedrag.startswith("-") else "CRDT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>{bedrag.lstrip('-')}</Amt>"
        f"<CdtDbtInd>{kant}</CdtDbtInd><Dt><Dt>{dag}</Dt></Dt></Bal>"
    )


def boeking(
    bedrag: str,
    *,
    tekst: str = "",
    rf: str = "",
    iban: str = KLANT,
    naam: str = "Voorbeeld Groen BV",
    eref: str = "NOTPROVIDED",
    ref: str = "R1",
    dag: str = "2026-11-20",
    versie: str = "02",
    storno: str = "",
    stand: str = "BOOK",
) -> str:
    """Eén boeking met één onderdeel. Een minteken is een afschrijving; `storno` is de reden van de bank."""
    af = bedrag.startswith("-")
    kant = "Cdtr" if af and not storno else "Dbtr"
    wie = f"<Nm>{naam}</Nm>" if versie == "02" else f"<Pty><Nm>{naam}</Nm></Pty>"
    partij = (
        f"<RltdPties><{kant}>{wie}</{kant}><{kant}Acct><Id><IBAN>{iban}</IBAN></Id></{kant}Acct></RltdPties>"
    )
    vrij = f"<Ustrd>{tekst}</Ustrd>" if tekst else ""
    vast = f"<Strd><CdtrRefInf><Ref>{rf}</Ref></CdtrRefInf></Strd>" if rf else ""
    terug = f"<RtrInf><Rsn><Cd>{storno}</Cd></Rsn></RtrInf>" if storno else ""
    status = f"<Sts>{stand}</Sts>" if versie == "02" else f"<Sts><Cd>{stand}</Cd></Sts>"
    return (
        f"<Ntry><Amt Ccy='EUR'>{bedrag.lstrip('-')}</Amt><CdtDbtInd>{'DBIT' if af else 'CRDT'}</CdtDbtInd>"
        f"{'<RvslInd>true</RvslInd>' if storno else ''}{status}<BookgDt><Dt>{dag}</Dt></BookgDt>"
        f"<AcctSvcrRef>{ref}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>{eref}</EndToEndId></Refs>{partij}"
        f"<RmtInf>{vrij}{vast}</RmtInf>{terug}</TxDtls></NtryDtls></Ntry>"
    )


ING = """\
:20:P261120000000001
:25:NL91ABNA0417164300EUR
:28C:00000
:60F:C261119EUR1000,00
:61:2611201120C181,50NTRFEREF//26324000000001
/TRCD/00100/
:86:/EREF/KLANT-77//CNTP/NL20INGB0001234567/INGBNL2A/Voorbeeld Groe
n BV///REMI/USTD//Factuur F-2026-0391 november/
:61:2611201120D25,00NTRFNONREF//26324000000002
:86:/CNTP/NL44RABO0123456789/RABONL2U/Kantoorboekhandel///REMI/USTD//Papier/
:61:2611201120C60,00NTRFNONREF//26324000000003
:86:/CNTP/NL20INGB0001234567/INGBNL2A/Voorbeeld Groen BV///REMI/STRD/CUR/9001123412341234/
:62F:C261120EUR1216,50
:64:C261120EUR1216,50
-
"""

RABO = """\
:940:
:20:940S261120
:25:NL91ABNA0417164300 EUR
:28C:26001
:60F:C261119EUR000000001000,00
:61:261120C000000000181,50N541NL20INGB0001234567
VOORBEELD GROEN BV
:86:/EREF/KLANT-77/ORDP//NAME/Voorbeeld Groen BV/ADDR/Dorpsstraat 1 7461
 AB Rijssen/REMI/Factuur F-2026-0391/ISDT/2026-11-20
:61:261120D000000000060,50N244NL44RABO0123456789
JANSEN
:86:/MARF/M-12/EREF/INC-2026-1/RTRN/MD06/REMI/Teruggeboekt
:62F:C261120EUR000000001121,00
"""

ABN = """\
ABNANL2A
940
ABNANL2A
:20:ABN AMRO BANK NV
:25:417164300
:28:32401/1
:60F:C261119EUR1000,00
:61:2611201120C181,50N658NONREF
:86:/TRTP/SEPA OVERBOEKING/IBAN/NL20INGB0001234567/BIC/INGBNL2A/NAME/VO
ORBEELD GROEN BV/REMI/Factuur F-2026-0391/EREF/NOTPROVIDED
:61:2611201120C50,00N658NONREF
:86:SEPA OVERBOEKING                 IBAN: NL44RABO0123456789
BIC: RABONL2U                    NAAM: DE BOER TECHNIEK
OMSCHRIJVING: 2026-0392          KENMERK: KL-9
:62F:C261120EUR1231,50
-
"""

BNG = """\
{1:F01BNGHNL2GAXXX0000000000}{2:I940BNGHNL2GXXXXN}{4:
:20:BNG261120
:25:NL91ABNA0417164300
:28C:231/1
:60F:C261119EUR1000,00
:61:2611201120C181,50NTRFNONREF//B261120-1
:86:NL20INGB0001234567 Voorbeeld Groen BV
betreft nota F-2026-
0391
:62M:C261120EUR1181,50
-}{5:}
{1:F01BNGHNL2GAXXX0000000000}{2:I940BNGHNL2GXXXXN}{4:
:20:BNG261120
:25:NL91ABNA0417164300
:28C:231/2
:60M:C261120EUR1181,50
:61:2611201120RC81,50NTRFNONREF//B261120-2
:86:Teruggeboekt
:62F:C261120EUR1100,00
-}
"""
