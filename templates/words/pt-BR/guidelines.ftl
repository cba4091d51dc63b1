guidelines = Orientações para responder
guidelines-hint = Aparecem para quem responde por este canal: o tom, o que evitar. No máximo 1.000 caracteres.
guidelines-for = Como escrevemos por { $channel }
error-guidelines = No máximo 1.000 caracteres.
