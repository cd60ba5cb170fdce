"""Reading of forms' workbooks that came back: their sheets, cells and rows, checked by the engine."""
