# Shown by the browser itself when Lobby cannot be reached.
offline-title = Sem conexão
offline-text = Não dá para chegar ao Lobby daqui agora. O que você escreveu antes está guardado neste navegador e no Lobby.
