/** A config of one program, for tests of whatever reads configs. */
export const oneProgram = `obs:
  build-project: "isv:test:{channel}:v{minor}:build"
  publish-project: "isv:test:{channel}:v{minor}"
builders:
  deb:
    format: deb
    paths: [{ project: "Debian:12", repository: standard }]
    architectures: [x86_64, aarch64]
  rpm:
    format: rpm
    paths: [{ project: "openSUSE:Leap:15.6", repository: standard }]
    architectures: [x86_64]
packages:
  hello:
    summary: Program that greets
    description: Greets whoever starts it.
    license: Apache-2.0
    maintainer: Jane Doe <jane@example.org>
    url: https://example.org
    section: admin
    source: { folder: "bin/{goarch}" }
    files:
      /usr/bin/hello: { binary: hello }
`
