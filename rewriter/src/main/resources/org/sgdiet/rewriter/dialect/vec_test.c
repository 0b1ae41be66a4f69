// SPDX-License-Identifier: GPL-2.0
/*
 * KUnit test of the DMA mapping calls that keep the out side apart.
 */
#include <kunit/test.h>
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/dma-vec.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/scatterlist.h>
#include <linux/sizes.h>

#define TEST_PAGES 4

struct vec_test {
	struct device *dev;
	struct page *pages[TEST_PAGES];
	struct scatterlist sgl[TEST_PAGES];
	struct dma_vec vecs[TEST_PAGES];
};

static int vec_test_init(struct kunit *test)
{
	struct vec_test *t;
	int i;

	t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, t);
	test->priv = t;

	t->dev = root_device_register("dma-vec-test");
	KUNIT_ASSERT_FALSE(test, IS_ERR(t->dev));
	KUNIT_ASSERT_EQ(test, 0, dma_coerce_mask_and_coherent(t->dev,
							      DMA_BIT_MASK(64)));

	sg_init_table(t->sgl, TEST_PAGES);
	for (i = 0; i < TEST_PAGES; i++) {
		t->pages[i] = alloc_page(GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, t->pages[i]);
		/* no two entries follow on in memory */
		sg_set_page(&t->sgl[i], t->pages[i], SZ_1K, SZ_512);
	}
	return 0;
}

static void vec_test_exit(struct kunit *test)
{
	struct vec_test *t = test->priv;
	int i;

	if (!t)
		return;
	for (i = 0; i < TEST_PAGES; i++)
		if (t->pages[i])
			__free_page(t->pages[i]);
	if (!IS_ERR_OR_NULL(t->dev))
		root_device_unregister(t->dev);
}

static size_t vec_test_sum(const struct dma_vec *vec, int n)
{
	size_t sum = 0;

	while (n-- > 0)
		sum += vec++->len;
	return sum;
}

static void vec_test_phyr(struct kunit *test)
{
	struct vec_test *t = test->priv;
	struct phyr in = { page_to_phys(t->pages[0]) + SZ_512, SZ_1K };

	KUNIT_ASSERT_EQ(test, 0, dma_map_phyr(t->dev, &in, &t->vecs[0],
					      DMA_TO_DEVICE, 0));
	KUNIT_EXPECT_EQ(test, in.len, t->vecs[0].len);
	dma_unmap_vecs(t->dev, t->vecs, 1, DMA_TO_DEVICE, 0);
}

static void vec_test_sgl_to_vecs(struct kunit *test)
{
	struct vec_test *t = test->priv;
	int n;

	n = dma_map_sgl_to_vecs(t->dev, t->sgl, TEST_PAGES, t->vecs, TEST_PAGES,
				DMA_FROM_DEVICE, 0);
	KUNIT_ASSERT_EQ(test, TEST_PAGES, n);
	KUNIT_EXPECT_EQ(test, (size_t)TEST_PAGES * SZ_1K,
			vec_test_sum(t->vecs, n));
	dma_unmap_vecs(t->dev, t->vecs, n, DMA_FROM_DEVICE, 0);
}

static void vec_test_too_few_vecs(struct kunit *test)
{
	struct vec_test *t = test->priv;

	KUNIT_EXPECT_EQ(test, -ENOSPC,
			dma_map_sgl_to_vecs(t->dev, t->sgl, TEST_PAGES, t->vecs,
					    TEST_PAGES - 1, DMA_FROM_DEVICE,
					    0));
}

static void vec_test_vecs(struct kunit *test)
{
	struct vec_test *t = test->priv;
	struct dma_vecs vecs = { };
	unsigned int nr;

	nr = dma_vecs_map_sgl(t->dev, &vecs, t->sgl, TEST_PAGES,
			      DMA_BIDIRECTIONAL, 0);
	KUNIT_ASSERT_GT(test, nr, 0u);
	KUNIT_EXPECT_EQ(test, nr, vecs.nr);
	KUNIT_EXPECT_EQ(test, (size_t)TEST_PAGES * SZ_1K,
			vec_test_sum(vecs.vec, nr));
	dma_vecs_unmap(t->dev, &vecs, DMA_BIDIRECTIONAL, 0);
	KUNIT_EXPECT_EQ(test, 0u, vecs.nr);
	/* nothing is mapped, nothing happens */
	dma_vecs_unmap(t->dev, &vecs, DMA_BIDIRECTIONAL, 0);
}

static void vec_test_table(struct kunit *test)
{
	struct vec_test *t = test->priv;
	struct dma_vecs vecs = { };
	struct sg_table sgt = {
		.sgl = t->sgl,
		.nents = TEST_PAGES,
		.orig_nents = TEST_PAGES,
	};

	KUNIT_ASSERT_EQ(test, 0,
			dma_vecs_map_sgtable(t->dev, &vecs, &sgt,
					     DMA_TO_DEVICE, 0));
	KUNIT_EXPECT_EQ(test, (size_t)TEST_PAGES * SZ_1K,
			vec_test_sum(vecs.vec, vecs.nr));
	dma_vecs_unmap(t->dev, &vecs, DMA_TO_DEVICE, 0);
}

static void vec_test_batch(struct kunit *test)
{
	struct vec_test *t = test->priv;
	struct dma_batch batch;
	struct phyr nothing = { };
	int i, n;

	KUNIT_ASSERT_EQ(test, 0,
			dma_batch_start(t->dev, &batch, t->vecs, TEST_PAGES - 1,
					(size_t)TEST_PAGES * SZ_1K,
					DMA_TO_DEVICE, 0));
	KUNIT_EXPECT_EQ(test, -EINVAL, dma_batch_add(&batch, &nothing));
	for (i = 0; i < TEST_PAGES - 1; i++) {
		struct phyr in = { sg_phys(&t->sgl[i]), t->sgl[i].length };

		KUNIT_EXPECT_EQ(test, 0, dma_batch_add(&batch, &in));
	}
	n = dma_batch_finalize(&batch);
	KUNIT_EXPECT_GT(test, n, 0);
	KUNIT_EXPECT_EQ(test, (size_t)(TEST_PAGES - 1) * SZ_1K,
			vec_test_sum(t->vecs, n));
	dma_batch_unmap(&batch);
}

static void vec_test_full_batch(struct kunit *test)
{
	struct vec_test *t = test->priv;
	struct phyr first = { sg_phys(&t->sgl[0]), SZ_1K };
	struct phyr second = { sg_phys(&t->sgl[1]), SZ_1K };
	struct dma_batch batch;

	KUNIT_ASSERT_EQ(test, 0,
			dma_batch_start(t->dev, &batch, t->vecs, 1, SZ_2K,
					DMA_TO_DEVICE, 0));
	KUNIT_EXPECT_EQ(test, 0, dma_batch_add(&batch, &first));
	/* the second one begins inside a page, so that it never joins */
	KUNIT_EXPECT_EQ(test, -ENOSPC, dma_batch_add(&batch, &second));
	KUNIT_EXPECT_EQ(test, 1, dma_batch_finalize(&batch));
	KUNIT_EXPECT_EQ(test, (size_t)SZ_1K, t->vecs[0].len);
	dma_batch_unmap(&batch);
}

static struct kunit_case vec_test_cases[] = {
	KUNIT_CASE(vec_test_phyr),
	KUNIT_CASE(vec_test_sgl_to_vecs),
	KUNIT_CASE(vec_test_too_few_vecs),
	KUNIT_CASE(vec_test_vecs),
	KUNIT_CASE(vec_test_table),
	KUNIT_CASE(vec_test_batch),
	KUNIT_CASE(vec_test_full_batch),
	{ }
};

static struct kunit_suite vec_test_suite = {
	.name = "dma-vec",
	.init = vec_test_init,
	.exit = vec_test_exit,
	.test_cases = vec_test_cases,
};

kunit_test_suite(vec_test_suite);

MODULE_DESCRIPTION("KUnit test for DMA vectors");
MODULE_LICENSE("GPL");
