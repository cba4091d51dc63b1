print-title = Imprimir ou salvar como PDF
print-of = Conversa #{ $number }
print-back = Voltar à conversa
print-with-inside = Com notas internas
print-without-inside = Sem notas internas
print-how = Para guardar como arquivo, escolha “Salvar como PDF” como impressora.
print-business = Empresa
print-subject = Assunto
print-contact = Contato
print-reach = Dados de contato
print-channel = Canal
print-status = Status
print-assignee = Responsável
print-begun = Início
print-zone = Horário de
print-files = Arquivos
print-none = Nada foi dito nesta conversa.
print-text-cut = (Este texto é maior do que cabe em um documento; o restante está na conversa.)
print-cut = { $n ->
    [1] Uma mensagem anterior não está neste documento, que contém as { $most } mais recentes.
   *[other] { $n } mensagens anteriores não estão neste documento, que contém as { $most } mais recentes.
}
print-inside-left-out = { $n ->
    [1] Uma mensagem interna foi omitida.
   *[other] { $n } mensagens internas foram omitidas.
}
print-foot = { $business } · conversa #{ $number } · impressa em { $time } por { $who }
