nav-views = Listas guardadas
set-views = Listas guardadas
set-views-about = Listas con condiciones propias
views-lead = Una lista guardada muestra lo que cumple sus condiciones, para una persona, un equipo o todos. Al lado dice cuántas coinciden.
views-none = Aún no hay listas guardadas.
view-new = Nueva lista guardada
view-edit = Cambiar esta lista
view-narrow = Filtrar y guardar como lista
view-up = Subir
view-down = Bajar
act-edit = Editar
view-name = Nombre
view-icon = Símbolo (un emoji)
view-sort = Orden
sort-due = Próximo vencimiento
sort-oldest = Más antiguas
view-conditions = Condiciones
view-no-conditions = Aún sin condiciones: se muestra todo lo no resuelto.
view-groups = De los grupos
view-all-groups = deben cumplirse todos
view-any-group = basta con uno
view-group = Grupo { $n }
view-rows = De estas
view-all-rows = deben cumplirse todas
view-any-row = basta con una
view-field = Campo
view-word = Comparación
view-values = Valor
view-unit = Unidad
view-row = Agregar una condición
view-add-group = Agregar un grupo
view-drop = Quitar esta condición
view-show = Mostrar lo que coincide
view-nothing-to-choose = Aún no hay nada que elegir.
view-matching = { $n ->
    [0] Ahora no coincide nada
    [one] 1 coincide ahora
   *[other] { $n } coinciden ahora
}
view-matching-more = { $n } o más coinciden ahora
view-deep = Condiciones dentro de condiciones
view-deep-text = Estas condiciones están anidadas más de lo que muestra esta página. Quedan como están; un programa puede cambiarlas.
view-and = y
view-or = o
view-me = Yo, quien mire
view-gone = ya no existe
view-field-state = Estado
view-field-assignee = Asignada a
view-field-team = Equipo
view-field-channel = Canal
view-field-tag = Etiqueta
view-field-priority = Prioridad
view-field-language = Idioma del cliente
view-field-waiting = Espera respuesta
view-field-active = Última actividad
view-field-created = Comenzó
view-field-unread = Sin leer por mí
view-field-mentions = Me menciona
view-field-failed = Falló una respuesta
view-field-vip = El cliente es VIP
view-field-name = Nombre del cliente
view-field-company = Empresa
view-field-of-company = Empresa: { $name }
view-is-is = es
view-is-not = no es
view-is-has = contiene
view-is-lacks = no contiene
view-is-filled = tiene valor
view-is-empty = está vacío
view-is-longer = hace más de
view-is-within = hace como máximo
view-is-before = antes de
view-is-since = desde
view-is-yes = sí
view-is-no = no
view-unit-minutes = minutos
view-unit-hours = horas
view-unit-days = días
view-length-minutes = { $n ->
    [one] 1 minuto
   *[other] { $n } minutos
}
view-length-hours = { $n ->
    [one] 1 hora
   *[other] { $n } horas
}
view-length-days = { $n ->
    [one] 1 día
   *[other] { $n } días
}
empty-view = Nada coincide con esta lista ahora.
empty-view-text = Lo que coincida después aparece aquí por sí solo.
error-view-icon = Un símbolo es un emoji o unas pocas letras.
error-view-deep = Estas condiciones están anidadas demasiado.
error-view-many = Son demasiadas condiciones.
error-view-value = Una condición no tiene valor, o uno que no existe.
change-view-made = creó una lista guardada
change-view = cambió una lista guardada
change-view-retired = dejó de usar una lista guardada
