"""The forms that come with Dabir, each an XLSForm, and the index that names them."""
