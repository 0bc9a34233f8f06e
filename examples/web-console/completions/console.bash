complete -W "serve version" console
