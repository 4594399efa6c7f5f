"""Papers: a plan's document as files that leave the product.

Every renderer takes a ``PlanDocument`` with its ``Imprint`` and the columns declared in ``columns``; none queries.
"""
