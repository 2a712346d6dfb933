from datetime import timedelta

import pytest

from plugins.composer.due import due
from tests.factories import NOW, make_article, moment
from tests.plugins.ads.campaigns import campaign


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"date": moment(5)}, moment(5)),
        ({"date": moment(-24)}, moment(24)),
        ({"date": moment(-24 * 9)}, None),
        ({"date": moment(-24 * 9), "expires": moment(3)}, moment(3)),
        ({"date": moment(-24 * 9), "expires": moment(-3)}, None),
        ({"date": moment(5), "status": "draft"}, None),
        ({"date": moment(5), "status": "review"}, None),
        ({"date": NOW}, NOW + timedelta(days=2)),
    ],
)
def test_an_article_changes_the_output_when_it_appears_grows_old_and_goes(changes, expected):
    assert due([make_article(**changes)], [], NOW) == expected


def test_the_first_of_several_moments_counts():
    articles = [make_article("a", date=moment(5)), make_article("b", date=moment(2))]
    assert due(articles, [], NOW) == moment(2)


def test_nothing_is_due_in_an_empty_bulletin():
    assert due([], [], NOW) is None


def test_a_campaign_that_ends_is_due():
    one = campaign()
    assert due([], [one], one.ends_at - timedelta(hours=1)) == one.ends_at
