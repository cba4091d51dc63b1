guidelines = Pedoman menjawab
guidelines-hint = Terlihat oleh siapa pun yang menjawab lewat kanal ini: gaya bahasa, hal yang dihindari. Paling banyak 1.000 karakter.
guidelines-for = Cara kita menulis lewat { $channel }
error-guidelines = Paling banyak 1.000 karakter.
