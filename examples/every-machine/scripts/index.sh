# The index of all phrases that are installed.
cat /usr/share/greeter/phrases/* > /var/lib/greeter-phrases/index
