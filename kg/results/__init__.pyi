from .charts.drawing import (
    check_chart_path as check_chart_path,
)
from .charts.drawing import (
    draw_chart as draw_chart,
)
from .rows import (
    About as About,
)
from .rows import (
    Citation as Citation,
)
from .rows import (
    Count as Count,
)
from .rows import (
    Evidence as Evidence,
)
from .rows import (
    Rows as Rows,
)
from .writer import (
    MOST_CITED as MOST_CITED,
)
from .writer import (
    SOLUTION_FORMATS as SOLUTION_FORMATS,
)
from .writer import (
    cell_text as cell_text,
)
from .writer import (
    solutions as solutions,
)
from .writer import (
    write_result as write_result,
)
