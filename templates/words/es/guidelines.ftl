guidelines = Pautas para responder
guidelines-hint = Las ve quien responde por este canal: el tono, lo que conviene evitar. Como máximo 1000 caracteres.
guidelines-for = Cómo escribimos por { $channel }
error-guidelines = Como máximo 1000 caracteres.
