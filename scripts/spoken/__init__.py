"""Spoken forms: from written Chinese to what a news anchor says."""

from .rewriting import RULES, Change, Rewriting, rewrite, spoken
from .rule import Rule
from .words import Words

__all__ = ["RULES", "Change", "Rewriting", "Rule", "Words", "rewrite", "spoken"]
