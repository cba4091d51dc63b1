notice-closing = El cliente espera, y se le puede escribir libremente solo hasta { $time }
notice-covered = { $n ->
    [one] Mientras no estaba, alguien atendió { $n } conversación suya
   *[other] Mientras no estaba, otros atendieron { $n } conversaciones suyas
}
telling-closing = Un cliente espera, y solo queda una hora para escribirle libremente
telling-covered = Lo que otros hicieron por mí mientras no estaba
since-covered = { $n ->
    [one] Otros respondieron 1 de las suyas
   *[other] Otros respondieron { $n } de las suyas
}
