list-followed = Las que sigo
empty-followed = No sigue ninguna conversación.
empty-followed-text = Las conversaciones que sigue están aquí hasta que se resuelven, las tenga quien las tenga.
