"""The sample articles are there, and each says when it was published and what it is about."""

from bot.sample import SAMPLES, sample


def test_every_sample_opens_with_its_date_and_its_title() -> None:
    for name in SAMPLES:
        draft = sample(name)

        assert draft.text.startswith("date 20")
        assert draft.title is not None
        assert draft.text.splitlines()[2] == draft.title


def test_the_first_sample_is_the_one_to_try() -> None:
    assert sample().title == "Russian airstrike in Syria"
