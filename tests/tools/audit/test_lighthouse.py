from typing import Any

from tools.audit.findings import AuditFinding
from tools.audit.lighthouse import list_failed_audits, read_figures

REPORT: dict[str, Any] = {
    "categories": {
        "performance": {"score": 0.98, "auditRefs": []},
        "accessibility": {
            "score": 0.955,
            "auditRefs": [{"id": "label", "weight": 7}, {"id": "lang", "weight": 3}],
        },
        "best-practices": {"score": 1, "auditRefs": [{"id": "csp", "weight": 0}]},
        "seo": {"score": None, "auditRefs": [{"id": "crawlable", "weight": 1}]},
    },
    "audits": {
        "largest-contentful-paint": {"score": 1, "numericValue": 1181.5},
        "total-blocking-time": {"score": 1, "numericValue": 40},
        "cumulative-layout-shift": {"score": 1, "numericValue": 0},
        "network-requests": {
            "details": {
                "items": [
                    {"url": "https://a.vn/", "transferSize": 9000},
                    {"url": "https://a.vn/a.js", "transferSize": 300},
                    {"url": "data:image/png;base64,", "transferSize": 0},
                ]
            }
        },
        "label": {
            "score": 0,
            "title": "Names",
            "details": {
                "items": [
                    {"node": {"selector": "a.b", "snippet": "<a>"}},
                    {"node": {"snippet": "<i>"}},
                    {"source": "network", "description": "404"},
                ]
            },
        },
        "lang": {"score": 1, "title": "Language"},
        "csp": {"score": 0, "title": "Policy"},
        "crawlable": {"score": 0, "title": "Search engines may read the page"},
    },
}


def test_figures_are_percent_seconds_bytes_and_requests() -> None:
    assert read_figures(REPORT) == {
        "performance": 98,
        "accessibility": 96,
        "best-practices": 100,
        "largest_paint": 1.181,
        "blocking": 0.04,
        "layout_shift": 0,
        "bytes": 9300,
        "requests": 2,
    }


def test_failed_audits_that_count_are_told_with_their_elements() -> None:
    assert list(list_failed_audits("front", REPORT, ("accessibility", "best-practices", "seo"))) == [
        AuditFinding("front", "Lighthouse", "crawlable", "Search engines may read the page"),
        AuditFinding("front", "Lighthouse", "label", "404"),
        AuditFinding("front", "Lighthouse", "label", "<i>"),
        AuditFinding("front", "Lighthouse", "label", "a.b"),
    ]
    assert list(list_failed_audits("front", REPORT, ("best-practices",))) == []
