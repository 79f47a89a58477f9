"""The view of `build`: what was built, how long each step took, and how many triples there are."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kg.views.base import View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.audit import Anchoring
    from kg.build import BuildResult, Info
    from kg.project import Project

_MAX_NAMES = 3


@dataclass(frozen=True)
class BuildView(View):
    """The result of a build: `result` has what changed and the time of each step, `info` counts the store."""

    result: BuildResult
    info: Info
    project: Project

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield what was built and how long it took, the triples by graph, and the sentences attached."""
        del width
        steps = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in self.result.seconds.items())
        yield self._outcome() + (f" in {sum(self.result.seconds.values()):.1f} s ({steps})" if steps else "")
        across = max(map(len, self.info.graphs))
        for name, count in self.info.graphs.items():
            yield f"  {name:<{across}} {count:>7,} triples"
        yield f"  {'all, once':<{across}} {self.info.triples:>7,} triples; the graph conforms to the shapes"
        if self.result.anchoring is not None:
            yield self._attached(self.result.anchoring)
        elif self.result.dropped:
            yield "removed the sentences of the passages"

    def _outcome(self) -> str:
        built, store = self.result.built, self.project.relative(self.project.store)
        if built.changed is None:
            reason = f" from nothing ({built.reason})" if built.reason else ""
            return f"built {store}{reason}"
        if not built.changed:
            return f"{store} is up to date"
        named = ", ".join(built.changed[:_MAX_NAMES])
        more = len(built.changed) - _MAX_NAMES
        return f"updated {store} from {named}{f' and {more} more' if more > 0 else ''}"

    @staticmethod
    def _attached(anchoring: Anchoring) -> str:
        document, total = anchoring.document, len(anchoring.anchors)
        encoding = "" if document.encoding == "UTF-8" else f", which is in {document.encoding}"
        share = "" if anchoring.shared == total else f" of {total}"
        return f"attached the text of {anchoring.shared}{share} passages from {document.path.name}{encoding}"

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome, the counts and the times as data; times are in seconds."""
        return {
            "changed": self.result.built.changed,
            "reason": self.result.built.reason,
            "seconds": dict(self.result.seconds),
            "triples": self.info.triples,
            "graphs": dict(self.info.graphs),
            "manifest": asdict(self.result.built.manifest),
            "attached": self.info.attached,
        }
