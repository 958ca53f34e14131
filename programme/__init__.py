"""The ground floor: the nouns, XLSForm, periods, places, texts, and the packs (data)."""
