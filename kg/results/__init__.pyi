from .charts.drawing import (
    check_chart_path as check_chart_path,
    draw_chart as draw_chart,
)
from .rows import (
    About as About,
    Citation as Citation,
    Count as Count,
    Evidence as Evidence,
    Rows as Rows,
)
from .writer import (
    MOST_CITED as MOST_CITED,
    SOLUTION_FORMATS as SOLUTION_FORMATS,
    cell_text as cell_text,
    solutions as solutions,
    write_result as write_result,
)
