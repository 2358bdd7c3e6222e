#!/bin/sh
# Makes the certificates of this folder anew (OpenSSL 3): a private authority, and servers on 127.0.0.1 with one fault each.
# Nothing outside the tests trusts them, so their keys are no secrets; the authority's own key is not kept.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/ca.cnf" <<CNF
[ca]
default_ca = authority
[authority]
new_certs_dir = $work
database = $work/index
serial = $work/serial
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[own]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[here]
subjectAltName = IP:127.0.0.1, DNS:localhost
[elsewhere]
subjectAltName = DNS:elsewhere.example
CNF
: > "$work/index"
echo 01 > "$work/serial"
new_key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2> "$work/log"; }

# The authority and who signs for itself: `ca -selfsign`, since only it takes dates of the past.
self_sign() {
  new_key "$1"
  openssl req -new -key "$1" -subj "/CN=$2" -out "$work/request"
  openssl ca -batch -config "$work/ca.cnf" -selfsign -keyfile "$1" -in "$work/request" -notext -extensions "$3" \
    -startdate 20200101000000Z -enddate 21200101000000Z -out "$4" 2> "$work/log"
}
sign() {
  openssl req -new -key server-test-only.key -subj "/CN=$1" -out "$work/request"
  openssl ca -batch -config "$work/ca.cnf" -cert authority.pem -keyfile "$work/authority.key" -in "$work/request" -notext \
    -extensions "$2" -startdate "$3" -enddate "$4" -out "$1.pem" 2> "$work/log"
}
self_sign "$work/authority.key" 'Test authority of a company' own authority.pem
self_sign server-test-only.key selfSigned here selfSigned.pem
sign valid here 20200101000000Z 21200101000000Z
sign expired here 20200101000000Z 20210101000000Z
sign notYetValid here 21100101000000Z 21200101000000Z
sign wrongHost elsewhere 20200101000000Z 21200101000000Z
