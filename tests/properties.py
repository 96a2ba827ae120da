"""How properties are tested: with the same examples every time, however slow the machine."""

from hypothesis import HealthCheck, settings

# A fixture that is made once for all examples is meant so wherever these are used.
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("steady")
steady = settings()
brief = settings(max_examples=40)
"""For examples that each take a while."""
