contacts-title = Contatos
contacts-find = Nome, e-mail ou telefone
contacts-none = Ainda não há contatos.
contacts-none-text = Quem escrever para você aparece aqui.
contacts-no-hit = Ninguém encontrado.
contacts-no-hit-text = Tente menos letras, ou parte do endereço.
contact-name = Nome
contact-reach = Formas de contato
contact-last = Visto por último
contact-company = Empresa
contact-notes = Notas
contact-tier = Tipo de cliente
contact-owner = Atendido por
tier-normal = Normal
contact-edit = Editar
contact-timeline = Tudo até agora
contact-timeline-none = Nada ainda.
contact-newest = O mais recente
contact-suggestion = Parece ser { $name } ({ $why }).
contact-suggestion-act = Unir os dois
suggest-same-name = mesmo nome
suggest-same-address = mesmo endereço, não confirmado
suggest-same-phone = mesmo telefone
suggest-same-domain = mesma empresa e nome
contact-joined = Unido a { $name }
contact-unjoin = Separar de novo
contact-join-other = Unir a outra pessoa daqui
contacts-join-title = Quem é a mesma pessoa que { $name }?
contacts-join-text = Escolha. O que precisar ser perguntado vem antes, e os dois podem ser separados a qualquer momento.
contact-block = Bloquear
contact-unblock = Desbloquear
contact-blocked = Bloqueado desde { $date }
contact-add-reach = Adicionar
contact-add-reach-label = E-mail ou telefone
contact-hidden = { $channel }, { $date }: { $status } em uma equipe da qual você não faz parte
contact-write = Escrever
contact-former = não é mais desta pessoa
contact-invalid = nada chega lá
search-title = Buscar
search-label = Palavras, nomes, endereços ou um número
search-start = Busque em tudo o que foi dito
search-start-text = Bastam duas letras; acentos não importam. Um número abre a conversa dele.
search-none = Nada encontrado.
search-none-text = Tente menos palavras, ou outras.
search-messages = Mensagens
search-contacts = Contatos
search-conversations = Conversas
search-count = { $n ->
        [one] { $n } resultado
       *[other] { $n } resultados
    }
same-person-address = mesmo endereço, não confirmado
same-person-phone = mesmo telefone
same-person-name = mesmo nome e empresa
same-person-address-written = o endereço { $value } em uma mensagem
same-person-phone-written = o telefone { $value } em uma mensagem
same-person-order = o mesmo pedido, { $value }
same-person-device = o mesmo dispositivo no chat
suggest-why = Por quê
contact-erase-open = Exportar ou apagar…
contact-erase = Apagar para sempre
contact-erase-title = Apagar { $name }
contact-erase-lead = Vai embora tudo o que o Lobby guarda desta pessoa. Não dá para desfazer, nem mesmo com um backup.
contact-erase-goes = O que vai embora
contact-erase-person = A pessoa
contact-erase-person-text = Nomes, endereços, notas, atributos e tudo o mais que foi anotado. A busca não encontra nada disso.
contact-erase-said = { $n ->
        [1] Uma conversa
       *[other] { $n } conversas
    } com { $messages ->
        [1] uma mensagem
       *[other] { $messages } mensagens
    }
contact-erase-said-text = Textos, assuntos, arquivos, e-mails originais, notas e rascunhos são esvaziados. O que seria enviado depois não é enviado.
contact-erase-beside = { $n ->
        [1] Sua parte em uma conversa com outra pessoa
       *[other] Sua parte em { $n } conversas com outras pessoas
    }
contact-erase-beside-text = O que escreveu, seu endereço e os e-mails originais que a citam.
contact-erase-also = { $n ->
        [1] Mais um registro
       *[other] Mais { $n } registros
    }
contact-erase-also-text = Deles só se sabe que usaram um endereço desta pessoa sem comprovação.
contact-erase-disk = Os vestígios no disco
contact-erase-disk-text = O armazenamento e o índice de busca são reescritos pouco depois; os grandes, na noite seguinte. As cópias feitas antes de uma atualização são removidas junto: depois disso não é possível voltar à versão anterior.
contact-erase-stays = O que fica
contact-erase-numbers = Números, horários e o registro
contact-erase-numbers-text = Para que os relatórios continuem certos e se veja que alguém foi apagado, quando e por quem.
contact-erase-mailed = O que foi enviado
contact-erase-mailed-text = Quem recebeu continua com isso. O Lobby não apaga nada da sua caixa de e-mail; o que encontrar lá de novo não volta.
contact-erase-others = O que outros escreveram
contact-erase-others-text = As palavras de outros clientes ficam, mesmo onde falam desta pessoa.
contact-erase-backups = Backups
contact-erase-backups-text = Ao restaurar um, a pessoa é apagada de novo antes que alguém veja. Os arquivos em si cabe a você apagar.
contact-erase-type = Digite “{ $word }” para confirmar
contact-erase-word = apagar
contact-export = Baixar tudo
contact-export-title = Tudo em um arquivo
contact-export-text = O que a pessoa pode pedir: um arquivo zip com todos os dados, mensagens, arquivos e e-mails originais.
join-title = Unir { $one } e { $other }
join-text = Passam a ser uma só pessoa, com uma só história. Nada se perde: podem ser separados a qualquer momento.
join-keeps = { $name } fica; o que estiver vazio é completado com o do outro.
join-turn = Manter { $name } em vez disso
join-notes-both = As duas, a segunda abaixo da primeira:
join-cases = Os dois têm conversas abertas
join-together = Juntar as conversas
join-together-hint = As mensagens de ambos ficam em uma conversa, em ordem de tempo. Escolha isto se tratam do mesmo assunto.
join-apart = Deixar separadas
join-differ-email = { $one } e { $other } têm e-mails confirmados diferentes. Podem ser duas pessoas com o mesmo nome ou empresa: cada uma veria o que foi escrito à outra.
join-differ-phone = { $one } e { $other } têm telefones confirmados diferentes. Podem ser duas pessoas com o mesmo nome ou empresa: cada uma veria o que foi escrito à outra.
join-sure = Sei que são a mesma pessoa
join-act = Unir os dois
part-title = Separar de novo { $one } e { $other }
part-text = Voltam a ser duas pessoas, como antes. O que cada uma escreveu desde então, e o que lhe foi respondido, vai com ela.
part-cases = Conversas que viram duas
part-messages = Das mensagens, { $stay } ficam e { $go } vão para a outra
part-hidden = { $n ->
        [1] Mais uma conversa, de uma equipe da qual você não faz parte, vira duas.
       *[other] Mais { $n } conversas, de equipes das quais você não faz parte, viram duas.
    }
part-sent = Enviado enquanto estavam unidos
part-sent-text = Estas respostas podem ter contado a um algo do outro. Não dá para recolhê-las.
part-written = Escrito desde que foram unidos
part-give = Fica onde foi escrito. Marque o que { $name } também recebe.
contact-came = Chegou durante o bloqueio
contact-came-text = Ninguém foi avisado e nada foi respondido. Abra o que precisar de resposta.
contacts-import = Importar
contacts-export = Exportar como CSV
import-title = Importar contatos
import-lead = Uma tabela de planilha salva como CSV, uma pessoa por linha. Nada é gravado antes de você ver o resultado.
import-file = A tabela
import-file-label = Arquivo CSV
import-file-hint = A primeira linha dá nome às colunas: nome, e-mail, telefone, empresa, idioma, tipo, notas, id. O que a pessoa permite vai em consent_service, consent_collection e consent_commercial, ou em consent_commercial_whatsapp para um só canal, com sim ou não. Qualquer outra coluna vira um campo com esse nome.
import-replace = O que a tabela diz substitui o que já se sabe (senão, só se preenche o que está vazio)
import-try = Ver o que resultaria
import-would = O que resultaria
import-go = { $n ->
        [1] Importar uma pessoa
       *[other] Importar { $n } pessoas
    }
import-done = Pronto
import-made = { $n ->
        [1] Uma pessoa nova
       *[other] { $n } pessoas novas
    }
import-changed = { $n ->
        [1] Uma pessoa conhecida é completada
       *[other] { $n } pessoas conhecidas são completadas
    }
import-same = { $n ->
        [1] Uma linha não traz nada novo
       *[other] { $n } linhas não trazem nada novo
    }
import-refused = { $n ->
        [1] Uma linha não pode ser importada
       *[other] { $n } linhas não podem ser importadas
    }
import-first = As primeiras linhas
import-is-new = nova
import-is-changed = completada
import-is-same = nada novo
import-is-wrong = deixada de fora
import-why = Por que ficou de fora
import-wrong-file = Baixar estas linhas para corrigir
import-columns = Como as colunas foram entendidas
import-wrong-lines = Linhas que não podem ser importadas
import-line = Linha { $n }
import-wrong = Algo nela não pode ser lido.
import-empty = Não há linhas abaixo da primeira.
import-long = Tem mais de 20.000 linhas. Importe em partes.
import-nameless = Nenhuma coluna traz e-mails, telefones ou ids, então não dá para distinguir as pessoas.
import-nobody = Não tem e-mail, telefone nem id.
import-email = O e-mail não pode ser lido.
import-phone = O telefone não pode ser lido. Escreva com o código do país.
import-external = O id é longo demais.
import-two = Cita duas pessoas conhecidas como diferentes. Una-as antes.
import-consent = O que a pessoa permite se escreve como sim ou não.
import-is-email = E-mail
import-is-phone = Telefone
import-is-external = Seu próprio id
import-is-language = Idioma
import-is-attribute = Atributo com esse nome
import-is-nothing = Deixada de fora
companies-title = Empresas
companies-find = Nome ou domínio de e-mail
companies-none = Ainda não há empresas.
companies-no-hit = Nenhuma empresa tem esse nome.
companies-none-text = Uma é criada quando você escreve o nome dela em um contato, ou aqui.
company-new = Nova empresa
company-name = Nome
company-domains = Domínios de e-mail
company-domains-hint = Por exemplo, example.com. Quem escreve de um deles é sugerido como parte da empresa; domínios em que qualquer um pode ter endereço não contam.
company-people = Pessoas
company-people-none = Ninguém ainda.
company-same = A mesma empresa duas vezes?
company-other = Nome da outra
company-remove = Remover
company-open = Abrir a empresa
company-hint = O e-mail é de { $name }.
company-hint-new = O e-mail é de { $domain }: criar a empresa { $name } com esta pessoa?
company-hint-act = Faz parte dela
attribute-missing = falta
attribute-empty = –
answer-yes = Sim
answer-no = Não
side-fields = Campos
consents = O que permite
consents-none = Nada foi dito.
consent-everywhere = todos os canais
consent-yes = { $purpose } por { $place }
consent-no = { $purpose } por { $place }
consent-granted = permitido
consent-refused = não deseja
consent-write = Anotar
consent-purpose = Para quê
consent-where = Onde
consent-note = Como você sabe
consent-give = Permitido
consent-take = Não deseja
consent-history = Tudo o que foi dito
consent-by-message = a pessoa escreveu
consent-by-agent = dito a
consent-by-form = por um formulário
consent-by-import = veio com uma tabela
consent-by-provider = informado pelo provedor do canal
purpose-service = Mensagens sobre seus assuntos
purpose-collection = Lembretes de pagamento
purpose-commercial = Ofertas e novidades
