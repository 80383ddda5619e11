"""`team-facts`: what letters are filled with."""

from argparse import Namespace

from app.cli.context import Context
from app.domain.team_facts import FACT_WORDS, Fact
from app.operations import team_facts as work


def team_facts(context: Context, arguments: Namespace) -> int:
    """Show the facts of the team, or set some."""
    out = context.out
    with context.desk() as desk:
        found = work.set_facts(desk, dict(arguments.set)).facts if arguments.set else work.facts(desk)
    values = {
        Fact.BRAND: found.brand,
        Fact.HOTLINE: found.hotline,
        Fact.APP: found.app,
        Fact.DEPARTMENTS: list(found.departments),
        Fact.MODELS: list(found.models),
    }
    out.document({name.value: value for name, value in values.items()})
    for name, value in values.items():
        said = "、".join(value) if isinstance(value, list) else value
        out.say(f"{FACT_WORDS[name].zh}：{said or '（未设置）'}", f"{FACT_WORDS[name].en}: {said or '(not set)'}")
    return 0
