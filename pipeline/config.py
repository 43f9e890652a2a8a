"""The settings of a run: frozen, checked, read from a TOML file and overridden by options."""

import os
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipeline import written_toml
from pipeline.errors import SettingError

FRONT_MATTER = ("title", "client", "question", "date")  # at the top of the report; decides no result
Format = Literal["html", "pdf", "bijlagen", "odt", "docx", "xlsx", "data", "figuren"]
FORMATS: tuple[Format, ...] = get_args(Format)


class Settings(BaseModel):
    """What a user may set; the aliases are the (Dutch) keys of the configuration file."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, strict=True)

    language_model: str = Field(
        default="nl_sessie_sm",
        alias="taalmodel",
        min_length=1,
        description="naam van het geïnstalleerde spaCy-taalmodel",
    )
    codebook: str | None = Field(
        default=None,
        alias="codeboek",
        description="pad naar een eigen codeboek; leeg is het meegeleverde",
    )
    seed: int = Field(default=0, alias="toevalsgetal", ge=0, description="begingetal voor alles wat toeval gebruikt")
    workers: int = Field(default=0, alias="werkers", ge=0, description="aantal processen; 0 is één per processorkern")
    max_file_megabytes: int = Field(
        default=50,
        alias="maximale_bestandsgrootte_mb",
        ge=1,
        description="grotere bestanden worden geweigerd",
    )
    max_file_seconds: int = Field(
        default=120,
        alias="maximale_seconden_per_bestand",
        ge=1,
        description="een bestand dat langer duurt, wordt geweigerd",
    )
    max_file_memory: int = Field(
        default=1000,
        alias="maximaal_geheugen_per_bestand_mb",
        ge=100,
        description="een bestand dat meer werkgeheugen vraagt, wordt geweigerd",
    )
    unit: Literal["dilemmas", "uitspraken", "inzichten"] = Field(
        default="dilemmas",
        alias="eenheid",
        description="wat in onderwerpen wordt ingedeeld: dilemmas, alle uitspraken of hele inzichten",
    )
    min_dilemmas: int = Field(
        default=40,
        alias="minimum_dilemmas",
        ge=3,
        description="met minder dilemma’s (of wat eenheid noemt) wordt er niet geclusterd",
    )
    min_sessions: int = Field(
        default=8,
        alias="minimum_sessies",
        ge=2,
        description="met minder sessies wordt er niet geclusterd",
    )
    embedding: str = Field(
        default="use",
        alias="embedding",
        min_length=1,
        description="model voor gelijkenis: use, use+e5 (trager), of sentence-transformers: met de naam van een model",
    )
    n_topics: int = Field(
        default=0, alias="aantal_onderwerpen", ge=0, description="ongeveer zoveel onderwerpen; 0 is vanzelf"
    )
    topic_size: Literal["gewoon", "minder", "meer"] = Field(
        default="gewoon",
        alias="onderwerpen",
        description="minder of meer onderwerpen dan de stabielste indeling geeft",
    )
    keep_topics: bool = Field(
        default=False,
        alias="onderwerpen_behouden",
        description="nieuwe dilemma’s bij de onderwerpen van de vorige analyse zetten, zonder opnieuw in te delen",
    )

    names: Literal["rollen", "tonen", "nergens"] = Field(
        default="rollen",
        alias="namen",
        description="namen van personen: in het rapport vervangen door hun rol, overal tonen, of nergens bewaren",
    )

    known_names: Literal["gewoon", "tonen", "vervangen"] = Field(
        default="gewoon",
        alias="bekende_namen",
        description="bekende namen: gewoon toont commissies, instellingen, scholen en wetten die naar iemand heten "
        "en vervangt personen zoals ministers; tonen toont beide, vervangen vervangt beide",
    )

    title: str | None = Field(
        default=None, alias="titel", max_length=300, description="titel van het rapport, in plaats van die van zichzelf"
    )
    client: str | None = Field(
        default=None, alias="opdrachtgever", max_length=300, description="voor wie het rapport is, onder de titel"
    )
    question: str | None = Field(
        default=None, alias="vraag", max_length=1000, description="de vraag van de opdrachtgever, onder de titel"
    )
    date: str | None = Field(
        default=None,
        alias="datum",
        max_length=300,
        description="datum van het rapport, onder de titel: 2024, 2024-03, 2024-03-14 of een eigen tekst",
    )

    formats: tuple[Format, ...] = Field(
        default=FORMATS,
        alias="formaten",
        min_length=1,
        strict=False,  # TOML and JSON know lists only
        description="waarin het rapport wordt gemaakt: een lijst van html, pdf, bijlagen, odt, docx, xlsx, data en "
        "figuren",
    )

    @field_validator("formats")
    @classmethod
    def _in_order(cls, formats: tuple[Format, ...]) -> tuple[Format, ...]:
        """Return each format once, in a fixed order: the same choice is always the same setting."""
        return tuple(name for name in FORMATS if name in formats)

    @property
    def front_matter(self) -> dict[str, str | None]:
        """What stands at the top of the report, by the name of the setting."""
        return {name: getattr(self, name) for name in FRONT_MATTER}

    @property
    def fineness(self) -> float:
        """How fine to divide into topics, beside the most stable division."""
        return {"minder": 0.6, "gewoon": 1.0, "meer": 1.6}[self.topic_size]

    @property
    def n_workers(self) -> int:
        """The number of processes to use."""
        return self.workers or os.cpu_count() or 1


def load_settings(path: Path | None) -> Settings:
    """Read the settings from a TOML file, or return the defaults.

    Parameters
    ----------
    path
        The configuration file; None for the defaults. A relative `codeboek` in it is taken from
        the folder of the configuration file.

    Raises
    ------
    SettingError
        If the file cannot be read, is no TOML, or holds an unknown key or a wrong value.
    """
    if path is None:
        return Settings()
    try:
        values = written_toml.parse(written_toml.decode(path.read_bytes()))
    except OSError:
        raise SettingError(
            f"Het instellingenbestand {path} kan niet worden gelezen; controleer de naam en de rechten."
        ) from None
    except UnicodeDecodeError:
        raise SettingError(f"Het instellingenbestand {path} is geen UTF-8; sla het op als UTF-8.") from None
    except written_toml.TomlError as fault:
        raise SettingError(
            f"In het instellingenbestand {path} klopt regel {fault.line} niet: {fault.remedy}."
        ) from None
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise SettingError(f"Het instellingenbestand {path} klopt niet: {_explain(error)}") from None
    if settings.codebook is not None:
        if not settings.codebook.isprintable():  # "C:\temp" has a tab
            raise SettingError(
                f"In het instellingenbestand {path} klopt “codeboek” niet: gebruik / of enkele aanhalingstekens, "
                "want een \\ heeft in een tekst een eigen betekenis."
            )
        settings = settings.model_copy(update={"codebook": str(path.parent / settings.codebook)})
    return settings


def _explain(error: ValidationError) -> str:
    """Return the first fault in one Dutch sentence."""
    fault = error.errors()[0]
    key = ".".join(str(part) for part in fault["loc"])
    aliases = [field.alias or name for name, field in Settings.model_fields.items()]
    match fault["type"]:
        case "extra_forbidden":
            return f"de sleutel “{key}” bestaat niet; kies uit {', '.join(aliases)}."
        case "greater_than_equal":
            return f"“{key}” moet minstens {fault['ctx']['ge']} zijn."
        case "string_too_long":
            return f"“{key}” mag hooguit {fault['ctx']['max_length']} tekens lang zijn."
        case "int_type":
            return f"“{key}” moet een geheel getal zijn."
        case "bool_type":
            return f"“{key}” moet true of false zijn."
        case "literal_error" if fault["loc"][0] == "formaten":
            return f"“formaten” kent “{fault['input']}” niet; kies uit {', '.join(FORMATS)}."
        case "tuple_type" | "too_short":
            return f"“{key}” moet een lijst zijn met ten minste één van {', '.join(FORMATS)}."
        case "literal_error":
            allowed = fault["ctx"]["expected"].replace("'", '"').replace(" or ", " of ")
            return f"“{key}” moet {allowed} zijn."
        case "string_type":
            return f"“{key}” moet een tekst tussen aanhalingstekens zijn."
        case _:
            return f"de waarde van “{key}” is niet toegestaan; zie de README voor de mogelijke waarden."
