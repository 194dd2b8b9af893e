"""What any part needs to know of text: sentences, spellings, titles, affiliations, injections."""
