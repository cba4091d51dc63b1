palette-none = Nenhuma ação. Buscar “{ $text }” nas mensagens
