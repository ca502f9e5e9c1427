"""Which file is which entry: by its name alone, and rather none than a wrong one."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest

from tests.support import REAL, SMALL
from tracker.domain.guide import Guide
from tracker.player.names import Found, matched

ENTRIES = """
tv-07 | [Grp] Blue Comet SPT Layzner - 07 [1080p][A1B2C3D4].mkv
tv-07 | Layzner_07_.mkv
tv-07 | Blue_Comet_SPT_Layzner_07_[DVDRip].avi
tv-07 | Layzner/07.mkv
tv-07 | Season 1/07.mkv
tv-07 | Season 01/E07.mkv
tv-07 | Layzner E07.mp4
tv-07 | Layzner EP07.mp4
tv-07 | Layzner Ep. 7.mp4
tv-07 | Layzner Episode 7.mp4
tv-07 | Blue.Comet.SPT.Layzner.S01E07.1080p.BluRay.x264-GRP.mkv
tv-07 | Layzner 1x07.avi
tv-07 | Layzner #07.ogm
tv-07 | 蒼き流星SPTレイズナー 第07話.mkv
tv-07 | 蒼き流星SPTレイズナー 第７話「彼の血は赤かった」.mkv
tv-07 | Layzner - 07v2.mkv
tv-07 | Layzner 07 END.mkv
tv-07 | [Group][Layzner][07][720p].mkv
tv-07 | Blue Comet SPT Layzner (1985) - 07 [10bit][AAC2.0].mkv
tv-07 | Blue.Comet.SPT.Layzner.1985.07.DVDRip.x264.AC3.5.1.mkv
tv-07 | Layzner - ０７.mkv
tv-07 | Aoki Ryuusei SPT Layzner - 07 (640x480 x264).mkv
tv-07 | [Group] Aoki Ryuusei SPT Reizner - 07.mkv
tv-07 | Layzner/07 - His Blood Was Red.mkv
tv-07 | Layzner 07 - His Blood Was Red.mkv
tv-07 | Layzner - 07 - Some other title.mkv
tv-07 | Layzner/Season 1/Layzner S01E07.mkv
tv-07 | Layzner/Disc 2/07.mkv
tv-07 | LAYZNER-07.MKV
tv-07 | layzner.07.mkv
tv-07 | Blue Comet SPT Layzner - S01E07 - His Blood Was Red.mkv
tv-07 | [レイズナー] 07話.mp4
tv-12 | Layzner - 12 [10bit] [x265] [5.1].mkv
tv-38 | Layzner 38.mkv
tv-01 | Layzner 001.mkv
tv-12 | Layzner Vol. 3 - 12.mkv
tv-20 | Layzner 20 1280x720 Hi10P.mkv
tv-12 | Layzner/Farewell to the Red Planet.mkv
tv-12 | Layzner - Farewell to the Red Planet - 12.mkv
ova-2 | Layzner OVA 2.mkv
ova-2 | Layzner OVA - 02.mkv
ova-2 | Layzner OVA2.mkv
ova-2 | Blue Comet SPT Layzner Act II.mkv
ova-2 | Layzner S00E02.mkv
ova-2 | Layzner SP02.mkv
ova-2 | Layzner OVA/02.mkv
ova-2 | Layzner/OVA/Layzner - 02.mkv
ova-2 | Layzner/Specials/02.mkv
ova-1 | Layzner OVA Eiji 1996.mkv
ova-1 | Blue Comet SPT Layzner - Eiji 1996.mkv
ova-1 | Layzner OVA 1 - Eiji 1996.mkv
ova-1 | Layzner - 01 - Eiji 1996.mkv
ova-2 | Layzner OVA - 02 - Le Cain 1999 [DVDRip 5.1].mkv
ova-3 | Layzner Act III - Seal 2000.mkv
ova-3 | [Grp] Layzner OVA ACT-III [BD].mkv
ova-3 | Layzner OVA 3 (1986).mkv
tv-01,tv-02 | Layzner 01-02.mkv
tv-01,tv-02 | Layzner - 01-02 [720p].mkv
tv-01,tv-02 | Layzner S01E01-E02.mkv
tv-01,tv-02 | Layzner S01E01E02.mkv
tv-01,tv-02,tv-03 | Layzner [01-03].mkv
tv-01,tv-02 | 蒼き流星SPTレイズナー 第01話〜第02話.mkv
tv-01,tv-02 | Layzner Ep. 1-2.mkv
tv-07 | Layzner07.mkv
tv-07 | Layzner/07. His Blood Was Red.mkv
tv-07 | Aoki_Ryuusei_SPT_Layzner-07(XviD)[12AB34CD].avi
tv-07 | [Some-Group] SPT Layzner 07 (BD 1440x1080 x264 FLAC) [ABCDEF12].mkv
tv-07 | Blue Comet SPT Layzner 07 of 38.mkv
tv-07 | Layzner S01.E07.mkv
ova-2 | Layzner/Act II.mkv
tv-03 | Layzner 99 - Trusting Those Eyes.mkv
tv-03 | Layzner S02E05 - Trusting Those Eyes.mkv
tv-07 | [DB]Blue Comet SPT Layzner_-_07_(Dual Audio_10bit_BD1080p_x265).mkv
tv-07 | Blue Comet SPT Layzner - Episode 07 (1985-11-14).mkv
"""
"""What each is, and its name below a folder that says nothing."""
NOTHING = """
Layzner NCOP1.mkv
Layzner NCED.mkv
Layzner - NCOP 01.mkv
Layzner Creditless Opening 2.mkv
Layzner Menu 01.mkv
Layzner/Extras/01.mkv
Layzner Trailer 2.mkv
Layzner Sample 07.mkv
Layzner/Sample/layzner-07.mkv
Layzner PV 2.mkv
Layzner PV2.mkv
Layzner CM03.mkv
Layzner - 12.5.mkv
Layzner S01E12.5.mkv
Layzner model kit 12.mkv
Layzner 1080p.mkv
Layzner (1985).mkv
Layzner x264.mkv
Layzner 5.1.mkv
Layzner [A1B2C3D4].mkv
Layzner [12345678].mkv
Gundam 07.mkv
07.mkv
Downloads/07.mkv
Other Show/Season 1/07.mkv
Layzner S02E07.mkv
Layzner Season 2 - 07.mkv
Layzner 99.mkv
Layzner 00.mkv
Layzner.mkv
Layzner Soundtrack 05.mkv
Layzner Interview 1.mp4
Layzner - 13 - Farewell to the Red Planet.mkv
Zeta Gundam - 07 vs Layzner.mkv
Layzner/model kits/12.mkv
Layzner Special Disc.mkv
Layzner 2nd Season 03.mkv
Layzner/Gundam 07.mkv
Layzner OVA.mkv
Layzner 2160p 07x.mkv
Layzner Part 2 - 01.mkv
Layzner 1985-11-14.mkv
Layzner 1-144 scale.mkv
"""
IGNORED = """
Layzner - 07.ass
Layzner - 07.mkv.part
Layzner - 07.mkv.crdownload
Layzner - 07.srt
Layzner - 07.jpg
"""


def found(*names: str, guide: Guide = REAL, above: str = "") -> Found:
    """What those names mean."""
    return matched(names, guide, above)


def meant(name: str, above: str = "") -> list[str]:
    """The ids that one name means."""
    held = found(name, above=above)
    return [*held.files, *(entry for _, ids in held.joint for entry in ids)]


TABLE = [tuple(line.split(" | ")) for line in ENTRIES.strip().splitlines()]


def test_the_table_is_long_enough() -> None:
    """At least eighty names were thought of, and none twice."""
    names = [name for _, name in TABLE]
    names += NOTHING.strip().splitlines() + IGNORED.strip().splitlines()
    assert len(set(names)) == len(names) >= 80


@pytest.mark.parametrize(("ids", "name"), TABLE, ids=[name for _, name in TABLE])
def test_a_name_that_means_an_entry(ids: str, name: str) -> None:
    """Numbers, seasons, titles and acts are understood, whatever stands around them."""
    assert meant(name) == ids.split(",")


@pytest.mark.parametrize("name", NOTHING.strip().splitlines())
def test_a_name_that_means_nothing(name: str) -> None:
    """What is no entry, or is not sure, is told as a video that means nothing."""
    assert found(name) == Found({}, {}, (), (name,))


@pytest.mark.parametrize("name", IGNORED.strip().splitlines())
def test_what_is_no_video_is_not_there(name: str) -> None:
    """Subtitles, pictures and downloads under way are passed over in silence."""
    assert found(name) == Found({}, {}, (), ())


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC"])
def test_however_letters_are_composed(form: Literal["NFC", "NFD", "NFKC"]) -> None:
    """A Mac takes letters apart: the name is the same."""
    name = unicodedata.normalize(form, "蒼き流星SPTレイズナー 第０７話「がぎぐ」.mkv")
    assert meant(name) == ["tv-07"]


def test_every_entry_by_its_number_and_by_its_title() -> None:
    """Each number of the guide is found, each long title too, and no title means another entry."""
    for entry in REAL.entries:
        mark = f"OVA {entry.number}" if entry.kind.id == "ova" else f"{entry.number:02}"
        assert meant(f"[Grp] Layzner - {mark} [720p].mkv") == [entry.id]
        assert meant(f"Layzner - {mark} - {entry.title or entry.name}.mkv") == [entry.id]
        for title in (entry.title, entry.title_ja, entry.romaji):
            if title and " " in title:
                assert meant(f"Layzner {title}.mkv") in ([entry.id], []), title


def test_the_folder_that_was_named_counts() -> None:
    """A number alone means an entry in a folder of the show or of a season, and in no other."""
    assert meant("07.mkv", above="Blue Comet SPT Layzner [BD]") == ["tv-07"]
    assert meant("07.mkv", above="Season 1") == ["tv-07"]
    assert meant("07.mkv", above="Downloads") == []
    assert meant("OVA/2.mkv", above="Layzner (TV + OVA)") == ["ova-2"]
    assert meant("2.mkv", above="Layzner (TV + OVA)") == ["tv-02"]


def test_the_better_of_two_files() -> None:
    """If size or version is all they differ in, the larger and the newer is played."""
    small, large = "[G] Layzner - 07 [480p].mkv", "[G] Layzner - 07 [1080p].mkv"
    assert found(small, large).files == {"tv-07": large}
    first, second = "[G] Layzner - 07 [AAAAAAAA].mkv", "[G] Layzner - 07v2 [BBBBBBBB].mkv"
    assert found(first, second).files == {"tv-07": second}
    by_folder = "480p/Layzner - 07.mkv", "1080p/Layzner - 07.mkv"
    assert found(*by_folder).files == {"tv-07": by_folder[1]}
    measured = "Layzner - 07 [640x480].mkv", "Layzner - 07 [1920x1080].mkv"
    assert found(*measured).files == {"tv-07": measured[1]}
    both = "Layzner 480p/Layzner - 07 [720p].mkv", "Layzner 480p/Layzner - 07 [1080p].mkv"
    assert found(*both).files == {"tv-07": both[1]}
    newer = "Layzner 01-38v2/Layzner - 07.mkv", "Layzner 01-38v2/Layzner - 07v3.mkv"
    assert found(*newer).files == {"tv-07": newer[1]}


@pytest.mark.parametrize(
    "names",
    [
        ("[A] Layzner - 07.mkv", "[B] Layzner - 07.mkv"),
        ("Layzner - 07.mkv", "Layzner - 07.mp4"),
        ("a/Layzner - 07.mkv", "b/Layzner - 07.mkv"),
    ],
)
def test_two_files_that_differ_in_more(names: tuple[str, str]) -> None:
    """Neither is played: the viewer is asked."""
    held = found(*names)
    assert held.files == {}
    assert held.ambiguous == {"tv-07": names}


def test_names_that_are_no_names() -> None:
    """Line breaks, options, quotes and bytes that are no text are read as any other."""
    for name in (
        "Layzner - 07\n.mkv",
        "-Layzner 07.mkv",
        "Layzner 07 $(touch x) `y` '\".mkv",
        "Layzner - 07 \udcff.mkv",
        "Layzner - 07 " + "é" * 110 + ".mkv",
    ):
        assert meant(name) == ["tv-07"], name


def test_another_guide_has_another_show() -> None:
    """Only numbers that the guide has are entries."""
    assert found("Layzner 04.mkv", guide=SMALL).files == {}
    assert found("Layzner OVA 1.mkv", guide=SMALL).files == {"ova-1": "Layzner OVA 1.mkv"}
