#!/bin/sh
# Runs a class of Jena: jena.sh SCRATCH_FOLDER CLASS [ARGUMENT...], for example riotcmd.riot --validate graph.ttl
# Debian's package has no such script, and its Xerces looks for its messages where the repackaging did not put them: they are copied from the jar
# into the scratch folder, which comes first on the class path.
set -eu
scratch=$1
shift
java=/usr/share/java
messages=org/apache/jena/ext/xerces
if [ ! -d "$scratch/xerces" ]; then
  mkdir -p "$scratch/jar.$$"
  unzip -qo $java/jena-core.jar "$messages/*" -d "$scratch/jar.$$"
  mv "$scratch/jar.$$/$messages" "$scratch/xerces" 2> /dev/null || true
  rm -rf "$scratch/jar.$$"
fi
path=$scratch
for name in jena-arq jena-base jena-cmds jena-core jena-dboe-base jena-dboe-index jena-dboe-storage jena-dboe-trans-data jena-dboe-transaction \
  jena-iri jena-rdfconnection jena-shacl jena-shex jena-tdb jena-tdb2 commons-cli commons-codec commons-compress commons-csv commons-io commons-lang3 \
  dexx.collection gson jackson-annotations jackson-core jackson-databind jcl-over-slf4j jsonld-java protobuf slf4j-api slf4j-simple thrift libthrift \
  titanium-json-ld httpclient httpclient-cache httpcore caffeine xercesImpl xml-apis jakarta.json-api jakarta.json javax.json glassfish-json \
  error_prone_annotations guava failureaccess; do
  [ -e "$java/$name.jar" ] && path=$path:$java/$name.jar
done
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$path" "$@"
