"""Who was there and who was not, as people write it down: lists, tables, grids of labels."""

import pytest

from pipeline.ingest.layout import analyse_sessions
from pipeline.ingest.normalise import normalise_text
from pipeline.ingest.participants import find_participants
from pipeline.ingest.readers.plain import read_plain
from pipeline.ingest.records import Participant

BODY = "\n\n1. Wachttijden\nDe wachttijd is lang.\n\n2. Formatie\nEr zijn vijf vacatures.\n"


def attendance(text: str) -> list[Participant]:
    (layout,) = analyse_sessions(read_plain(normalise_text(f"Verslag overleg\n\n{text}{BODY}")))
    assert [insight.heading for insight in layout.insights] == ["Wachttijden", "Formatie"]
    return list(find_participants(layout))


@pytest.mark.parametrize(
    ("text", "present", "absent"),
    [
        ("Datum | Aanwezig\n3 mei 2024 | Anna Bos | UWV\nPiet Smit | SVB\nKim Prins | VNG", "Anna Bos, Piet Smit, Kim Prins", ""),
        ("Aanwezig | Afwezig | Kopie aan\nAnna Bos (UWV), Piet Smit | Kim Prins (SVB) | Els Vos", "Anna Bos, Piet Smit", "Kim Prins"),
        ("aanwezig\nAnna Bos (UWV), Piet Smit (SVB)\nafwezig\nKim Prins (VNG)\nBlad\n1 van 2", "Anna Bos, Piet Smit", "Kim Prins"),
        ("Voornaam | Achternaam | Organisatie | Erbij?\nAnna | Bos | UWV | ja\nPiet | Smit | SVB | nee, ziek", "Anna Bos", "Piet Smit"),
        ("Naam | Organisatie | Aanwezig\nAnna Bos | UWV | Online\nPiet Smit | SVB | Nee (mk)\nKim Prins | VNG | Afwezig", "Anna Bos", "Piet Smit, Kim Prins"),
        ("Naam Achternaam | Organisatie\nAnna Bos | Sopra Delta (Ordo)", "Anna Bos", ""),
        ("Afwezig / Afgemeld\n\nVoornaam | Achternaam | Organisatie\nAnna | Bos | UWV\nPiet | Smit | SVB", "", "Anna Bos, Piet Smit"),
        ("Aanwezige leden:\nAnna Bos, Piet Smit\nVerontschuldigd, cc: Kim Prins", "Anna Bos, Piet Smit", "Kim Prins"),
        ("Aanwezig: Anna Bos (UWV)\nAfwezig z.k.: Piet Smit\nCc: Jan Vos (SVB)\nAgendalid: Kim Prins (VNG)", "Anna Bos", "Piet Smit, Kim Prins"),
        ("Wie zijn er\n- [x] Sanne (voorzitter)\n- [x] Youssef\n- [ ] Thijs - ziek", "Sanne, Youssef", "Thijs"),
        ("Deelnemers | Leden | Afdeling\nAnna Bos | UWV | Piet Smit | SVB\nEls Vos | VNG\n\nAanwezig:\nAnna Bos (UWV)\n\nAfwezig:\nPiet Smit", "Anna Bos", "Piet Smit"),
        ("Voorzitter: A. Bos\nNotulist: Piet\nAanwezig: Anna Bos (UWV), Piet Smit (SVB)", "Anna Bos, Piet Smit", ""),
        ("Aanwezig: Anna Bos (UWV), Piet Smit (SVB)\nAfgemeld: Anna Bos", "Piet Smit", "Anna Bos"),
        ("Aanwezig: Anna Bos, UWVPiet Smit, SVBKim Prins, VNG", "Anna Bos, Piet Smit, Kim Prins", ""),
        ("Aanwezig: ANNA BOS (UWV), PIET DE WIT (SVB)", "ANNA BOS, PIET DE WIT", ""),
        ("Aanwezig: Jan van gent (UWV), Joris kramer en Kim Prins (SVB)", "Jan van gent, Joris kramer, Kim Prins", ""),
        ("Aanwezig: Karin Smit - de Wit (UWV)", "Karin Smit - de Wit", ""),
        ("Aanwezig\n- Van den Berg, J. (Jeroen) – Delta BV\n- El Amrani, mr. S. (Samira) – SVB", "Jeroen van den Berg, Samira El Amrani", ""),
        ("Erbij waren: Karim (UWV, vz), Sanne (gem. Tiel), Piet S. (wijkteam Zuid) en Kim Prins", "Karim, Sanne, Piet S., Kim Prins", ""),
        ("Aanwezig\n- Bakker, Nguyet (UWV)\n- El Wahdani, Lhoucine (SVB)", "Bakker, Nguyet, El Wahdani, Lhoucine", ""),
        ("Aanwezig: Wil Vos (UWV)\nIneke de Vries-van Dam, SVB", "Wil Vos, Ineke de Vries-van Dam", ""),
        ("Aanwezig: directeur-generaal Langdurige Zorg (VWS), Anna Bos (UWV)", "Anna Bos", ""),
        ("Aanwezig: Anna Bos (UWV)\n\nPiet Smit (SVB)\nKim Prins (VNG)", "Anna Bos, Piet Smit, Kim Prins", ""),
        ("Aanwezig\n- Karim, Layla (UWV)\n- Prins, Kim (SVB)", "Karim, Layla, Prins, Kim", ""),
        ("Aanwezig\n- Bakker-de Vries, Anne Marie (UWV)\n- Prins, Kim (SVB)", "Bakker-de Vries, Anne Marie, Prins, Kim", ""),
        ("Aanwezig:\n- Anna Bos, UWV\n- Wil Brand, wethouder, Tiel", "Anna Bos, Wil Brand", ""),
        ("Aanwezig: Anna Bos (UWV)\nTe gast: Piet Smit (SVB)\nAfm.: Kim Prins (VNG)", "Anna Bos, Piet Smit", "Kim Prins"),
        ("Bewoners: Sanne (Kade), Piet en Karin (Hof), Kim (Dreef)\nVoorzitter: Anna Bos", "Sanne, Piet, Karin, Kim, Anna Bos", ""),
    ],
)  # fmt: skip
def test_who_was_there(text: str, present: str, absent: str) -> None:
    found = attendance(text)
    assert ", ".join(person.name for person in found if person.present) == present
    assert ", ".join(person.name for person in found if not person.present) == absent


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("Anna Bos (via Skype)", None),
        ("Anna Bos (UWV, online)", "UWV"),
        ("Koen v.d. Broek (KB, vanaf punt 4)", None),
        ("Anna Bos - UWV [AB]", "UWV"),
        ("Anna Bos en Piet Smit (UWV)", "UWV"),
        ("Anna Bos, Piet bakker en Kim Prins (Van Zeil Advies)", None),
    ],
)
def test_of_which_organisation(text: str, organisation: str | None) -> None:
    assert attendance(f"Aanwezig: {text}")[0].organisation == organisation


def test_a_name_stands_where_the_report_prints_it() -> None:
    text = normalise_text(f"Verslag overleg\n\nAanwezig: Bos, A. (Anna) - UWV{BODY}")
    (layout,) = analyse_sessions(read_plain(text))
    (person,) = find_participants(layout)
    assert (person.name, text[person.start : person.end]) == ("Anna Bos", "Bos, A. (Anna)")


def test_a_list_of_who_might_come_is_no_attendance() -> None:
    found = attendance("Aanwezig: Anna Bos (UWV)\n\nMogelijke deelnemers:\n- Piet Smit (SVB)")
    assert [person.name for person in found] == ["Anna Bos"]
