palette-none = Ninguna acción. Buscar «{ $text }» en los mensajes
