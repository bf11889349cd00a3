import os

# Before numpy is loaded: a request's products are small, and several threads wait for each other longer than they compute.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
