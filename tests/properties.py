"""How properties are tested: with the same examples every time, however slow the machine."""

from hypothesis import HealthCheck, settings

# A fixture that is made once for all examples is meant so wherever these are used.
steady = settings(
    deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
brief = settings(steady, max_examples=40)
"""For examples that each take a while."""
