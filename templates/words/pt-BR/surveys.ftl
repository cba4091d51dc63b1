surveys-title = Avaliações
surveys-about = Se os clientes são perguntados como foi, por canal.
surveys-on = pergunta no fim de uma conversa
surveys-off = não pergunta nada
surveys-lead = Quando alguém de vocês resolve uma conversa, pode-se perguntar ao cliente como foi, ali onde ela aconteceu.
surveys-ask = Perguntar como foi
surveys-ask-hint = Uma nota de 1 a 5: com um toque onde o canal tem botões, senão escrita; por e-mail, em uma página. Não reabre nada.
surveys-own = Com palavras próprias
surveys-own-hint = Pode ter nomes, como {"{{"}contact.first_name{"}}"}. Vazio: o texto de sempre.
surveys-after = Minutos depois de resolvida
surveys-every = Ao mesmo cliente, no máximo a cada tantos dias
surveys-remind = Perguntar mais uma vez após três dias
surveys-remind-hint = Só se nenhuma nota chegou.
surveys-tell = Quem é avisado de uma nota ruim
surveys-tell-hint = Quem lidera a equipe é avisado sempre.
surveys-seen = O que se pergunta
surveys-rules = Quando não se pergunta
surveys-rules-text = Não quando o Lobby fechou uma conversa em silêncio, uma resposta não chegou ou ninguém de vocês escreveu; não sobre o que foi dito há mais de uma semana; não enquanto o cliente tiver outro assunto aberto, nem se perguntaram há pouco; não a spam, bloqueados ou e-mail automático; entre 8:00 e 20:00, ou enquanto vocês estão abertos (no chat do site, logo). Até lá a conversa mostra quando será, com um botão para não perguntar.
survey-title = Como foi?
survey-ask = O quanto você está satisfeito com o nosso atendimento?
survey-again = Perguntamos há alguns dias e ainda gostaríamos de saber:
survey-answer = Responda com um número de 1 (muito ruim) a 5 (muito bom).
survey-or-answer = Ou responda com um número de 1 (muito ruim) a 5 (muito bom).
survey-thanks = Obrigado por nos contar.
survey-thanks-sorry = Obrigado por nos contar. O que deveríamos ter feito melhor? Escreva aqui: uma pessoa lê.
survey-comment = Quer acrescentar algo?
survey-comment-sorry = O que deveríamos ter feito melhor?
survey-comment-change = Alterar
rating-1 = Muito ruim
rating-2 = Ruim
rating-3 = Regular
rating-4 = Bom
rating-5 = Muito bom
rating-of-five = Deu nota { $n } de 5
event-rated = Deu nota { $n } de 5
reason-rated = uma nota para a conversa que terminou: ficou ali, nada mudou
banner-survey = O cliente será perguntado como foi: { $when }.
banner-survey-again = O cliente será perguntado mais uma vez como foi: { $when }.
act-skip-survey = Não perguntar
banner-rated = O cliente deu nota { $n } de 5.
act-follow-up = Abrir de novo
conflict-no-survey = Ninguém vai ser perguntado sobre esta conversa.
error-rating = Escolha uma nota de 1 a 5.
error-rating-comment = Tem mais de 2.000 caracteres.
error-survey-after = De 0 a 1440 minutos.
error-survey-every = De 1 a 365 dias.
error-survey-people = No máximo 20 pessoas.
surveys-after-hint = { $n ->
        [one] Vazio: um minuto ({ $n }).
       *[other] Vazio: { $n } minutos.
    }
surveys-every-hint = { $n ->
        [one] Vazio: { $n } dia.
       *[other] Vazio: { $n } dias.
    }
