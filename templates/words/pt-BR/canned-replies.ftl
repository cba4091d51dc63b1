set-canned = Respostas rápidas
set-canned-about = Textos escritos uma vez, para responder digitando /
canned-title = Resposta rápida
emoji-title = Emoji
emoji-find = Buscar um emoji
emoji-none = Nenhum emoji tem esse nome.
canned-lead = Textos que você escreve uma vez e coloca em uma resposta ou nota: digite / e algumas letras do nome. Nomes, números e arquivos são preenchidos sozinhos.
canned-none = Ainda não há respostas rápidas.
canned-no-match = Nenhuma resposta rápida tem essas palavras.
canned-find = Nome ou palavras do texto
canned-new = Nova resposta rápida
canned-name = Nome
canned-name-hint = Curto, como você digitaria: horário, obrigado, endereço.
canned-text = Texto
canned-text-hint = { $example } vira o que se sabe do cliente; depois da barra fica o que se escreve quando nada se sabe.
canned-for = Para
for-everybody = Todos
for-me = Só eu
canned-languages = Em outros idiomas
canned-no-language = Nenhum outro idioma
canned-files = { $n ->
    [one] { $n } arquivo
   *[other] { $n } arquivos
}
canned-files-title = Arquivos que vão junto
canned-file = Arquivo
canned-places = O que pode ser preenchido
canned-places-text = Escreva como está aqui, ou com palavras suas depois de uma barra: { $example }. Os campos dos contatos também estão aí, pela chave.
canned-not-yours = Você pode responder com ela. Quem a altera são os supervisores.
canned-bring = Importar
canned-bring-title = Importar de uma tabela
canned-bring-hint = CSV com as colunas nome, texto e, se quiser, idioma. Várias linhas com o mesmo nome são seus idiomas; um nome que já existe é substituído.
canned-arrange = Organizar as respostas rápidas
import-canned-columns = A primeira linha precisa dar nome às colunas: nome e texto e, se quiser, idioma.
