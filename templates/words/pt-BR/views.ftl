nav-views = Listas salvas
set-views = Listas salvas
set-views-about = Listas com condições suas
views-lead = Uma lista salva tem condições próprias, para você, uma equipe ou todos. Ao lado dela fica quantas conversas cabem nela.
views-none = Ainda não há listas salvas.
view-new = Nova lista salva
view-edit = Alterar esta lista
view-narrow = Filtrar e salvar como lista
view-up = Para cima
view-down = Para baixo
act-edit = Editar
view-name = Nome
view-icon = Sinal (um emoji)
view-sort = Ordem
sort-due = Próximo prazo
sort-oldest = Mais antigas
view-conditions = Condições
view-no-conditions = Nenhuma condição ainda: aparece tudo o que não está resolvido.
view-groups = Dos grupos
view-all-groups = todos precisam valer
view-any-group = basta um
view-group = Grupo { $n }
view-rows = Destas
view-all-rows = todas precisam valer
view-any-row = basta uma
view-field = Campo
view-word = Comparação
view-values = Valor
view-unit = Unidade
view-row = Adicionar uma condição
view-add-group = Adicionar um grupo
view-drop = Remover esta condição
view-show = Mostrar o que combina
view-nothing-to-choose = Ainda não há nada para escolher.
view-matching = { $n ->
    [0] Nada combina agora
    [1] 1 combina agora
   *[other] { $n } combinam agora
}
view-matching-more = { $n } ou mais combinam agora
view-deep = Condições dentro de condições
view-deep-text = Estas condições têm mais níveis do que esta página mostra. Elas ficam como estão; um programa pode alterá-las.
view-and = e
view-or = ou
view-me = Eu, seja quem for que olha
view-gone = não existe mais
view-field-state = Estado
view-field-assignee = Responsável
view-field-team = Equipe
view-field-channel = Canal
view-field-tag = Etiqueta
view-field-priority = Prioridade
view-field-language = Idioma do cliente
view-field-waiting = Espera resposta
view-field-active = Última atividade
view-field-created = Começou
view-field-unread = Não lida por mim
view-field-mentions = Menciona a mim
view-field-failed = Uma resposta falhou
view-field-vip = O cliente é VIP
view-field-name = Nome do cliente
view-field-company = Empresa
view-field-of-company = Empresa: { $name }
view-is-is = é
view-is-not = não é
view-is-has = contém
view-is-lacks = não contém
view-is-filled = está preenchido
view-is-empty = está vazio
view-is-longer = há mais de
view-is-within = há no máximo
view-is-before = antes de
view-is-since = desde
view-is-yes = sim
view-is-no = não
view-unit-minutes = minutos
view-unit-hours = horas
view-unit-days = dias
view-length-minutes = { $n ->
    [one] { $n } minuto
   *[other] { $n } minutos
}
view-length-hours = { $n ->
    [one] { $n } hora
   *[other] { $n } horas
}
view-length-days = { $n ->
    [one] { $n } dia
   *[other] { $n } dias
}
empty-view = Nada cabe nesta lista agora.
empty-view-text = O que couber depois aparece aqui sozinho.
error-view-icon = Um sinal é um emoji ou algumas letras.
error-view-deep = Estas condições têm níveis demais.
error-view-many = São condições demais.
error-view-value = Uma condição está sem valor, ou com um que não existe.
change-view-made = criou uma lista salva
change-view = mudou uma lista salva
change-view-retired = tirou de uso uma lista salva
