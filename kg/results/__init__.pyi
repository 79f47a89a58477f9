from .cells import (
    cell_text as cell_text,
    visible as visible,
)
from .charts.drawing import (
    check_chart_path as check_chart_path,
    draw_chart as draw_chart,
)
from .excel import (
    write_xlsx as write_xlsx,
)
from .folding import (
    columns as columns,
    fold as fold,
    fold_line as fold_line,
)
from .output_formats import (
    MAX_CITED as MAX_CITED,
    SOLUTION_FORMATS as SOLUTION_FORMATS,
    solutions as solutions,
    write_result as write_result,
)
from .rows import (
    Citation as Citation,
    ResultInfo as ResultInfo,
    RowCount as RowCount,
    RowEvidence as RowEvidence,
    Rows as Rows,
)
from .sparql_formats import (
    write_csv as write_csv,
    write_json as write_json,
    write_tsv as write_tsv,
    write_xml as write_xml,
)
from .terminal_table import (
    terminal_table as terminal_table,
)
from .text_tables import (
    markdown_table as markdown_table,
    plain_table as plain_table,
)
