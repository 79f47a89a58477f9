from .data_graph import open_data as open_data
from .graph import Graph as Graph
from .own_files import infer as infer, validate as validate
