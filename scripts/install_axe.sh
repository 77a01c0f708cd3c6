#!/bin/sh
# Fetch axe-core, which the tests of pages judge accessibility with, into .axe; say so in a line where that can't be done.
set -eu
version=4.14.1
sha512=1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b734f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5
cd "$(dirname "$0")/.."
[ -f ".axe/axe-$version.min.js" ] && exit 0
command -v npm >/dev/null 2>&1 || { echo "There is no npm here; the tests that need axe-core will be skipped."; exit 0; }
rm -rf .axe && mkdir .axe && cd .axe
npm pack --silent --fetch-retries=1 "axe-core@$version" >/dev/null || { echo "npm could not fetch axe-core; the tests that need it will be skipped."; exit 0; }
echo "$sha512  axe-core-$version.tgz" | sha512sum --check --quiet || { rm -- *.tgz; exit 1; }
tar -xzf "axe-core-$version.tgz" package/axe.min.js
mv package/axe.min.js "axe-$version.min.js"
rm -r package "axe-core-$version.tgz"
