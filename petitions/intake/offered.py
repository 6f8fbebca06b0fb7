"""What queue and archive offer: every view, filter and order, with the index made for the pair.

The forms take their filters from here and the tests explain every pair, so none is offered without an index. An order
without a filter is the pair of "". Where a value is rare the planner may take the filter's other index and sort the few.
"""

from __future__ import annotations

Pairs = dict[tuple[str, str], str]

# By view and order.
QUEUE_VIEWS: Pairs = {
    ("mine", "urgency"): "queue_assignee_urgency",
    ("mine", "newest"): "queue_arrived",
    ("team", "urgency"): "queue_team_urgency",
    ("team", "newest"): "queue_arrived",
    ("all", "urgency"): "queue_in_work",
    ("all", "newest"): "queue_arrived",
    ("unassigned", "urgency"): "queue_unassigned",
    ("unassigned", "newest"): "queue_arrived",
    ("unrouted", "urgency"): "queue_unassigned",
    ("unrouted", "newest"): "queue_arrived",
    ("unsigned", "urgency"): "queue_unsigned",
    ("unsigned", "newest"): "queue_arrived",
    ("returned", "urgency"): "queue_state_urgency",
    ("returned", "newest"): "queue_arrived",
    ("soon", "urgency"): "queue_in_work",
    ("soon", "newest"): "queue_arrived",
    ("overdue", "urgency"): "queue_in_work",
    ("overdue", "newest"): "queue_arrived",
    ("danger", "urgency"): "queue_danger",
    ("danger", "newest"): "queue_danger",
    ("came_back", "urgency"): "queue_came_back",
    ("came_back", "newest"): "queue_came_back",
}
# By filter and order, within whichever view. A row of the queue is written by every step: of two orders one has an index.
QUEUE: Pairs = {
    ("q", "urgency"): "petition_number_once",
    ("q", "newest"): "petition_number_once",
    ("state", "urgency"): "queue_state_urgency",
    ("state", "newest"): "queue_arrived",
    ("petitioner_kind", "urgency"): "queue_kind_urgency",
    ("petitioner_kind", "newest"): "queue_arrived",
    ("area", "urgency"): "queue_area_urgency",
    ("area", "newest"): "queue_arrived",
    ("due", "urgency"): "queue_in_work",
    ("due", "newest"): "queue_arrived",
    ("age", "urgency"): "queue_in_work",
    ("age", "newest"): "queue_arrived",
    ("language", "urgency"): "queue_in_work",
    ("language", "newest"): "queue_arrived",
    ("assignee", "urgency"): "queue_assignee_urgency",
    ("assignee", "newest"): "queue_arrived",
    ("region", "urgency"): "queue_region_urgency",
    ("region", "newest"): "queue_arrived",
}
# A row of the archive is written once: every pair has its own index, but the two languages, each of which is common.
ARCHIVE: Pairs = {
    ("", "newest"): "archive_closed",
    ("", "number"): "archive_number",
    ("q", "newest"): "archive_number",
    ("q", "number"): "archive_number",
    ("state", "newest"): "archive_state_closed",
    ("state", "number"): "archive_state_number",
    ("petitioner_kind", "newest"): "archive_kind_closed",
    ("petitioner_kind", "number"): "archive_kind_number",
    ("year", "newest"): "archive_year_closed",
    ("year", "number"): "archive_year_number",
    ("area", "newest"): "archive_area_closed",
    ("area", "number"): "archive_area_number",
    ("language", "newest"): "archive_closed",
    ("language", "number"): "archive_number",
    ("assignee", "newest"): "archive_assignee_closed",
    ("assignee", "number"): "archive_assignee_number",
    ("region", "newest"): "archive_region_closed",
    ("region", "number"): "archive_region_number",
}


def filters_of(pairs: Pairs) -> list[str]:
    """Return the filters of a table, in its order."""
    return list(dict.fromkeys(name for name, _order in pairs if name))
