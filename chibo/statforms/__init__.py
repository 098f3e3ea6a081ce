"""Statistical forms whose columns an operator maps to figures; what no figure says is typed."""
