set-questions = Perguntas obrigatórias
questions-context = Teve que repetir
questions-lead = Há coisas que precisam ser perguntadas de novo por lei ou por segurança, mesmo que já se saibam: uma data de nascimento antes de ler um resultado, por exemplo. Quem faz uma dessas perguntas não faz ninguém repetir, por isso não conta no número.
questions-field = Perguntas, uma por linha
questions-hint = No máximo { $n }, de 200 letras cada: como são feitas, ou as palavras que são sempre iguais. Acentos e sinais não importam.
questions-count = { $n ->
    [0] Ainda não há perguntas
    [one] { $n } pergunta
   *[other] { $n } perguntas
}
change-questions = mudou quais perguntas são obrigatórias
error-question-short = Uma pergunta precisa de pelo menos duas palavras.
error-question-long = Uma pergunta tem no máximo 200 letras.
error-questions-many = No máximo 1.000 perguntas.
repeated = Teve que repetir
repeated-mark = O cliente teve que repetir
event-repeat-marked = { $who }: o cliente teve que repetir isto
event-repeat-unmarked = { $who }: afinal o cliente não teve que repetir isto
signal-asked = Perguntaram o que já se sabia: { $datum }
signal-restated = Escreveu a mesma coisa de novo
signal-says-so = Diz que já tinha dito
signal-survey = Diz isso ao avaliar
signal-marked = Marcado por alguém da equipe
confidence-medium = possível
confidence-high = provável
confidence-certain = certo
evidence-no-before = O anterior só consta na ficha, ou não é seu para ler.
datum-matter = do que se trata
datum-name = nome
datum-email = e-mail
datum-phone = telefone
datum-order = número do pedido
datum-address = endereço
datum-document = número do documento
datum-company = empresa
datum-attribute = um campo próprio
