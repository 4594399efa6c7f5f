"""The sample: a delivery plan and what happened to it, written for trying the product out.

Its facts stand in ``people``, ``plan``, ``receiving_plan`` and ``story``, in the shapes of ``shapes``; ``play`` plays them
through the real verbs at their dates. Nobody in it is a real person: everybody is named by a post. Ratings, dates and
figures are invented.
"""
