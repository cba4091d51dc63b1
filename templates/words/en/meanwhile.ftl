notice-closing = This customer waits, and you can write freely only until { $time }
notice-covered = { $n ->
    [one] While you were away, a colleague saw to { $n } conversation of yours
   *[other] While you were away, colleagues saw to { $n } conversations of yours
}
telling-closing = A customer waits, and I can write freely for one more hour
telling-covered = What others did for me while I was away
since-covered = { $n ->
    [one] 1 of yours was answered by others
   *[other] { $n } of yours were answered by others
}
