"""Verzonnen namen, straten en bedrijven; elke gelijkenis met een echt mens berust op toeval."""

VOORNAMEN_VROUW = """
Anja Annemarie Ayşe Bea Carla Chantal Daniëlle Diana Elif Ellen Esmée Eva Fatima Femke Gerda Hanneke
Hatice Ilse Ineke Ingrid Irma Jacqueline Jolanda Joke Karin Kim Leila Lotte Maaike Manon Mariam
Marieke Marja Marlies Mirjam Monique Nadia Nel Nienke Petra Ria Rianne Roos Samira Sandra Sanne
Saskia Selma Silvia Sjoukje Tineke Trudy Truus Wendy Wilma Yvonne Zainab Zoë
""".split()
VOORNAMEN_MAN = """
Abdel Ahmed Albert Ali André Arjan Ben Bert Bram Cees Daan Dennis Dirk Erik Frank Freek Gerard Gert
Gijs Hans Harm Hassan Henk Herman Hüseyin Ibrahim Jaap Jan Jeroen Johan Karel Kees Klaas Koen Lars
Leo Luuk Marcel Mark Martin Mehmet Mohamed Nico Ömer Otto Patrick Paul Peter Piet René Rik Rob Roel
Ruud Sander Sjaak Stefan Theo Thijs Tom Wim Wouter Youssef Yusuf
""".split()
# (tussenvoegsel, achternaam)
ACHTERNAMEN = [
    *(
        ("", naam)
        for naam in """
Aaldering Abbink Achterberg Akkerman Alferink Assink Bakker Balvert Bekhuis Beltman Bijker
Boerrigter Boomkamp Bosman Braakman Brinkhuis Broekhuis Bruggink Dijkstra Dikkers Eertink Effing
Elferink Engbers Everink Exterkate Feldkamp Fokke Geerdink Gerritsen Gierveld Groothuis Haarman
Hagels Hakvoort Harbers Heerink Heuver Hilberink Hofstede Holterman Huiskes Immink Jannink Jansen
Kamphuis Keizer Kienhuis Kleinjan Klumpers Koenderink Kolkman Kottink Kroeze Krommendijk Landman
Lansink Leferink Lentelink Lohuis Lubbers Mensink Meulenbeld Muller Nijhof Nijkamp Oldekamp
Oosterlaar Oude-Voshaar Pigge Pluimers Poppink Reimert Rensink Roelofs Rouwhorst Schasfoort Scholten
Schuurman Siemerink Slaghuis Smeenk Snijders Spenkelink Steunebrink Stokkers Tibbe Tijhuis Timmerman
Tusveld Ulfman Veldhuis Visscher Vloedgraven Voortman Vrielink Waanders Wegdam Welmer Wessels
Wiggers Wolterink Wooldrik Zandvoort Zijlstra Zwiers Acar Aksoy Aydın Çelik Demir Doğan Kaya Öztürk
Özdemir Şahin Yıldız Yılmaz Amrani Bouali El-Amrani Haddou Idrissi Naciri Tahiri Kowalska Nowak
Wójcik Tesfay Gebremariam Haile Alhamad Alsayed Darwish Hamdan Khalil Nasser Saleh
""".split()
    ),
    *(("van", n) for n in ["Beek", "Buuren", "Dam", "Ommen", "Veen", "Zanten"]),
    *(("van de", n) for n in ["Belt", "Maat", "Riet", "Weerd"]),
    *(("van den", n) for n in ["Berg", "Bosch", "Brink"]),
    *(("van der", n) for n in ["Heide", "Kolk", "Meulen", "Veen", "Zee"]),
    *(("de", n) for n in ["Boer", "Groot", "Haan", "Jong", "Lange", "Vries", "Wit"]),
    *(("ten", n) for n in ["Broeke", "Dam", "Hove"]),
    *(("ter", n) for n in ["Beek", "Horst", "Stege"]),
    ("'t", "Hooft"),
]
STRATEN = """
Akkerweg Beukenlaan Boomgaard Brink Dorpsstraat Eikenlaan Esweg Grotestraat Haarweg Kerkstraat
Kastanjelaan Kolkweg Lindelaan Molenweg Nieuwstraat Parallelweg Schoolstraat Stationsweg Veldweg
Wilgenlaan Zandweg
""".split()
BEDRIJVEN = [
    # (naam, branche)
    ("Voorbeeld Groen BV", "groen"),
    ("Testman Metaal BV", "metaal"),
    ("Schoon Genoeg BV", "schoonmaak"),
    ("De Proeftuin Hoveniers", "groen"),
    ("Pakketpunt Oost BV", "logistiek"),
    ("Vlechtwerk Verpakkingen BV", "industrie"),
    ("Bakkerij Het Goede Begin", "voeding"),
    ("Kringloop De Tweede Ronde", "detailhandel"),
    ("Zorgcentrum De Denkhof", "zorg"),
    ("Bouwbedrijf Fictief BV", "bouw"),
    ("Houtatelier Demo", "industrie"),
    ("Kantine & Co", "horeca"),
    ("Wasserij Wit van Nu", "industrie"),
    ("Tuincentrum De Voorbeeldtuin", "groen"),
    ("Transport Verzonnen BV", "logistiek"),
    ("Drukkerij Letterlijk", "industrie"),
    ("Supermarkt Ergens", "detailhandel"),
    ("Fietsenmakerij De Ketting", "techniek"),
    ("Montage Passend BV", "industrie"),
    ("Boerderij De Oefenstal", "agrarisch"),
]
