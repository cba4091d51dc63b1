letter-reset-subject = Uma nova senha para o Lobby
letter-reset =
    Alguém pediu uma nova senha para a sua conta. Para defini-la, abra este link em até 30 minutos:

    { $link }

    Não foi você? Então não precisa fazer nada: sua senha continua a mesma.
letter-invite-subject = { $business } convida você para o Lobby
letter-invite =
    { $business } atende seus clientes com o Lobby, e você vai participar. Abra este link e escolha uma senha:

    { $link }

    O link funciona uma única vez, por sete dias.
letter-failed-subject = Uma resposta em #{ $number } não chegou
letter-failed =
    Uma resposta em #{ $number } não chegou ao cliente. A conversa está aberta de novo e diz por quê:

    { $link }
letter-late-subject = Uma resposta em #{ $number } ainda não saiu
letter-late =
    Uma resposta em #{ $number } espera há horas: o servidor de e-mail não a aceita. O Lobby continua tentando. A conversa diz por quê:

    { $link }
letter-moment-subject = #{ $number }: foi dito “um momento”
letter-moment =
    Em #{ $number } foi dito ao cliente “um momento”, e nada mais desde então. A conversa está aqui:

    { $link }
letter-test-subject = E-mail de teste do Lobby
letter-test =
    Isto é um teste: o Lobby enviou este e-mail para a sua própria caixa para ver se o envio e a leitura funcionam.

    Você não precisa fazer nada e pode apagá-lo.
letter-plus-subject = Um teste do Lobby
letter-plus =
    O Lobby enviou este e-mail para descobrir se chegam e-mails a este endereço com um sinal depois de um mais. Chegam. Pode apagá-lo.
letter-address-subject = Confirme seu novo endereço no Lobby
letter-address =
    { $name }, este será o endereço com que você entra no Lobby. Se é o que você quer, abra este link, com a sessão iniciada, em até um dia:

    { $link }

    Não sabe do que se trata? Então não precisa fazer nada.
letter-own-address-subject = Confirme seu endereço no Lobby
letter-own-address =
    { $name } diz no Lobby que este endereço é seu. Se { $name } é você, abra este link, com a sessão iniciada, em até um dia; a partir daí os e-mails daqui contam como seus:

    { $link }

    Não sabe do que se trata? Então não precisa fazer nada.
letter-address-set-subject = Seu acesso ao Lobby tem outro endereço
letter-address-set =
    Agora você entra no Lobby com { $address }, e não mais com este endereço.

    Não foi você? Avise um administrador imediatamente.
lost-title = Não chegou
lost-invitation = O convite para { $to } não chegou: { $why }
lost-invitation-yet = O convite para { $to } ainda não saiu: { $why }
lost-proof = O e-mail com o link para { $to } não chegou: { $why }
lost-proof-yet = O e-mail com o link para { $to } ainda não saiu: { $why }
lost-notice = O e-mail do Lobby para { $to } não chegou: { $why }
lost-notice-yet = O e-mail do Lobby para { $to } ainda não saiu: { $why }
lost-here = O e-mail não chegou: { $why }
lost-here-yet = O e-mail ainda não saiu: { $why }
lost-said = Disseram: { $said }
lost-look = Ver
lost-noted = Visto
letter-further-subject = Um teste do Lobby
letter-further =
    O Lobby enviou este e-mail para descobrir se { $address } pertence a esta caixa. Pertence. Pode apagá-lo.
