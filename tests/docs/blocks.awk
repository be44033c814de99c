# The fenced code blocks of a Markdown file, each to a file of its own: <out>/<number>-<line>.<language>
/^```/ {
    if (inside) {
        close(file)
        inside = 0
    } else {
        language = substr($0, 4)
        if (language != "") {
            inside = 1
            file = sprintf("%s/%03d-%d.%s", out, ++count, FNR, language)
            printf "" > file
        } else {
            inside = 2
        }
    }
    next
}
inside == 1 { print > file }
